/**
 * The command line for clients and people. Knows files and exit codes; what a change means is {@link org.firewarden.smart.admin}'s.
 */
@NullMarked
package org.firewarden.server.accounts;

import org.jspecify.annotations.NullMarked;
