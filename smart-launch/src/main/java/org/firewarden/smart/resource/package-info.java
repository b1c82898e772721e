/**
 * The resource server: verifies an access token (RFC 6750, RFC 9068) and turns it into the
 * {@link org.firewarden.access.Caller} that the gate decides about. Knows an issuer, its keys and an audience; does not know
 * which authorization server is behind them.
 */
@NullMarked
package org.firewarden.smart.resource;

import org.jspecify.annotations.NullMarked;
