/**
 * Passkeys (Web Authentication Level 3): a key pair on somebody's device signs a challenge of ours after the device has made sure who
 * holds it. Knows people by name only; who is signed in by it is decided in {@code signin}.
 */
@NullMarked
package org.firewarden.smart.passkey;

import org.jspecify.annotations.NullMarked;
