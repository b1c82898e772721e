/**
 * The CDS services: each is a declaration that binds a hook to a model, and one way to answer all of them with a card whose
 * basis a clinician can review (21 U.S.C. 360j(o)(1)(E)(iii)). Knows models by their port only; knows nothing of JWTs.
 */
@NullMarked
package org.firewarden.cds.service;

import org.jspecify.annotations.NullMarked;
