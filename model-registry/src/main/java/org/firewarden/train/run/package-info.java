/**
 * One training run from a cohort to an artifact with its report: checks first, then training, recalibration, evaluation, attacks.
 * Pure but for ONNX Runtime; knows no job, no database and no caller.
 */
@NullMarked
package org.firewarden.train.run;

import org.jspecify.annotations.NullMarked;
