package org.firewarden.smart.approval;

import java.util.Set;

/** The port through which the resource server asks whether a token was ended before its time. Safe for many threads. */
public interface RevokedTokens {

    /** Nothing was ever ended: for an authorization server elsewhere, whose tokens are short-lived. */
    RevokedTokens NONE = ids -> false;

    /**
     * True if one of these was ended.
     *
     * @param ids as {@link Revocations} names approvals, tokens, clients and people
     * @throws RevocationsUnavailableException if that cannot be told; then no token is any good
     */
    boolean areAny(Set<String> ids);
}
