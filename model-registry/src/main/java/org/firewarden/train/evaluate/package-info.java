/**
 * How well a model does, and for whom: discrimination, calibration, usefulness, subgroups, with intervals. Pure arithmetic on
 * scores and labels; knows no trainer and no file format of models.
 */
@NullMarked
package org.firewarden.train.evaluate;

import org.jspecify.annotations.NullMarked;
