/** The calls that the server makes: the allow-list from the settings, and the HTTP client that keeps to it. */
@NullMarked
package org.firewarden.server.outbound;

import org.jspecify.annotations.NullMarked;
