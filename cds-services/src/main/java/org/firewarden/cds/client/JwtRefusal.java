package org.firewarden.cds.client;

import java.util.Locale;

/** Why a token is not accepted (CDS Hooks 2.0.1, Trusting CDS Clients). The codes stand in the audit trail. */
enum JwtRefusal {
    MISSING("The Authorization header holds no bearer token."),
    MALFORMED("The token is not a signed JWT."),
    ALGORITHM("The token is to be signed with ES384 or RS384."),
    TYPE("The token's header is to name the type JWT."),
    KEY("The token is not signed by a key that this server knows."),
    KEY_SET_URL("The token's jku is not the registered one."),
    SIGNATURE("The token is not signed by a key that this server knows."),
    AUDIENCE("The token's aud is to be the URL that is called."),
    EXPIRY("The token's exp is missing, past or more than five minutes ahead."),
    ISSUE_TIME("The token's iat is missing or in the future."),
    ID("The token's jti is missing or too long."),
    TENANT("The token's tenant is not the registered one."),
    REPLAY("The token was used before.");

    private final String text;

    JwtRefusal(String text) {
        this.text = text;
    }

    /** A sentence for the developer of the client; unknown issuer, unknown key and bad signature sound the same. */
    String text() {
        return text;
    }

    /** The code in the audit trail. */
    String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
