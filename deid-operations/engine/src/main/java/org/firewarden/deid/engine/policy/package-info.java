/**
 * What may come out and why: reads a policy file, checks it against the R4 structure and compiles it to an allow-list.
 * Knows nothing of the data that the allow-list will be applied to.
 */
@NullMarked
package org.firewarden.deid.engine.policy;

import org.jspecify.annotations.NullMarked;
