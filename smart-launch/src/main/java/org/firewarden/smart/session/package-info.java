/**
 * Sessions in the database, so that any node can go on with one: found by the digest of their id, sealed, ended after a while without
 * a request. Knows that somebody may have signed in; knows nothing of how.
 */
@NullMarked
package org.firewarden.smart.session;

import org.jspecify.annotations.NullMarked;
