/**
 * Computes a past recommendation again from what is stored of it, with the model version that made it, and says whether it is
 * the same bit for bit. Shows nobody what was computed.
 */
@NullMarked
package org.firewarden.cds.replay;

import org.jspecify.annotations.NullMarked;
