/** Proves at each start that the gate denies, and keeps the server shut until it has. */
@NullMarked
package org.firewarden.server.selftest;

import org.jspecify.annotations.NullMarked;
