/**
 * Looks at what is about to be released with the eyes of an attacker who knows the patient: the identifiers of the source in many
 * spellings and encodings. Knows no rule of any policy, so that it fails in other ways than they do.
 */
@NullMarked
package org.firewarden.deid.engine.scan;

import org.jspecify.annotations.NullMarked;
