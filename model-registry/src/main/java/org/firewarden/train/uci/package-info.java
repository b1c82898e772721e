/**
 * Turns "Diabetes 130-US hospitals" (Strack et al. 2014) into FHIR R4, so that the whole path from records to a model can be walked
 * on public data. Knows that data set; nothing else does.
 */
@NullMarked
package org.firewarden.train.uci;

import org.jspecify.annotations.NullMarked;
