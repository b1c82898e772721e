/**
 * How bytes travel: TLS where it is configured, plain HTTP on this machine only. Knows the container; nothing of what is asked.
 */
@NullMarked
package org.firewarden.server.transport;

import org.jspecify.annotations.NullMarked;
