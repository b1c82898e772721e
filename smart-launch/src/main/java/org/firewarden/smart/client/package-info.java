/**
 * Registered clients: what each may do, with what it proves who it is, and where its keys are. Knows the database and the way out
 * for key sets; does not know how tokens are made.
 */
@NullMarked
package org.firewarden.smart.client;

import org.jspecify.annotations.NullMarked;
