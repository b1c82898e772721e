package org.firewarden.smart.approval;

/** What came of presenting a code or a refresh token. */
public sealed interface Redemption {

    /**
     * It was good, and is used now.
     *
     * @param approval what it stands for
     * @param redirectUri where the code was sent; empty for a refresh token
     * @param challenge of PKCE; empty for a refresh token
     */
    record Good(Approval approval, String redirectUri, String challenge) implements Redemption {}

    /**
     * It had been used before: the approval was ended, because one of the two who had it is a thief.
     *
     * @param approval what was ended
     */
    record Reused(Approval approval) implements Redemption {}

    /** Unknown, expired or revoked; which of these is nobody's business. */
    record Unknown() implements Redemption {}
}
