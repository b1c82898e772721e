/**
 * What is written in an access token. One record names the claims, so that each way of issuing a token writes the same ones,
 * and the resource server reads these names and no others.
 */
@NullMarked
package org.firewarden.smart.token;

import org.jspecify.annotations.NullMarked;
