/**
 * Second factors: codes of an authenticator app, each good once on all nodes, and codes to recover. Knows people by name; where a second
 * factor is needed is decided elsewhere.
 */
@NullMarked
package org.firewarden.smart.factor;

import org.jspecify.annotations.NullMarked;
