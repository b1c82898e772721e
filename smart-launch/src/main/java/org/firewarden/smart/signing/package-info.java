/**
 * The keys with which the embedded authorization server signs. Knows where they lie and that they are sealed; knows nothing
 * of what is signed.
 */
@NullMarked
package org.firewarden.smart.signing;

import org.jspecify.annotations.NullMarked;
