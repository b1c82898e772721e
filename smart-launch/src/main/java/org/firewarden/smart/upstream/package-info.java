/**
 * Signing in at a hospital's own OpenID provider: the conversation with it, what its claims stand for here, and who in our database
 * is whom there. Knows nothing of pages; what comes of a sign-in is the business of {@link org.firewarden.smart.signin}. Tokens of the
 * provider are kept nowhere.
 */
@NullMarked
package org.firewarden.smart.upstream;

import org.jspecify.annotations.NullMarked;
