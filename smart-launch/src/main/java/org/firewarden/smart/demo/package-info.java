/**
 * The sign-ins, clients and tokens for everybody of the demo. All of it exists only in the Spring profile {@code demo}, which
 * refuses to start on an address that others can reach.
 */
@NullMarked
package org.firewarden.smart.demo;

import org.jspecify.annotations.NullMarked;
