/**
 * The pseudonym vault: random tokens for identities (45 CFR 164.514(c)), kept sealed on disk. Knows nothing of FHIR; nobody
 * can compute a token from an identity or an identity from a token without it.
 */
@NullMarked
package org.firewarden.deid.engine.vault;

import org.jspecify.annotations.NullMarked;
