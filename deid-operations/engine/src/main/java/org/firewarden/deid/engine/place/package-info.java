/**
 * Geography down to the state and the populous three-digit ZIP area (45 CFR 164.514(b)(2)(i)(B)). Knows nothing of JSON.
 */
@NullMarked
package org.firewarden.deid.engine.place;

import org.jspecify.annotations.NullMarked;
