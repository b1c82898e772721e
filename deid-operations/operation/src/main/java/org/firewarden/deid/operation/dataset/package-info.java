/**
 * The registry of data sets: tables of sealed content, signed manifests, who may open what, and how a data set ends. Knows nothing
 * of how records are read or de-identified.
 */
@NullMarked
package org.firewarden.deid.operation.dataset;

import org.jspecify.annotations.NullMarked;
