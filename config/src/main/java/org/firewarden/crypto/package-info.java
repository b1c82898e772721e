/**
 * The only package that touches JCA or Bouncy Castle: the key ring, the envelope around what is stored, digests. Knows
 * nothing of what it protects; the caller names it in the additional authenticated data.
 */
@NullMarked
package org.firewarden.crypto;

import org.jspecify.annotations.NullMarked;
