/**
 * People who confirm that they looked at a recommendation: as many different ones as its band demands. Knows who decided what;
 * knows nothing of FHIR.
 */
@NullMarked
package org.firewarden.cds.review;

import org.jspecify.annotations.NullMarked;
