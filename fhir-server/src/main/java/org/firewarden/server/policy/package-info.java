/** Keeps the policy in force: reads its files, looks for changes, and tells how it stands. */
@NullMarked
package org.firewarden.server.policy;

import org.jspecify.annotations.NullMarked;
