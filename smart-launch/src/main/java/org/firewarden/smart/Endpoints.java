package org.firewarden.smart;

/** The fixed paths of this module. Clients find them through discovery; tests and people type them. */
public final class Endpoints {

    /** The FHIR base. */
    public static final String FHIR = "/fhir";

    /** SMART App Launch 2.2, Conformance. */
    public static final String SMART_CONFIGURATION = "/fhir/.well-known/smart-configuration";

    /** RFC 6749, section 3.1. */
    public static final String AUTHORIZE = "/oauth2/authorize";

    /** RFC 6749, section 3.2. */
    public static final String TOKEN = "/oauth2/token";

    /** RFC 7662. */
    public static final String INTROSPECT = "/oauth2/introspect";

    /** RFC 7009. */
    public static final String REVOKE = "/oauth2/revoke";

    /** RFC 7517, section 5. */
    public static final String JWKS = "/oauth2/jwks";

    /** OpenID Connect Discovery 1.0. */
    public static final String OPENID_CONFIGURATION = "/.well-known/openid-configuration";

    /** RFC 7591; answers only when it is switched on. */
    public static final String REGISTER = "/oauth2/register";

    /** Where an EHR prepares a launch. */
    public static final String LAUNCH = "/smart/launch";

    /** Where an authorization server elsewhere redeems one. */
    public static final String REDEEM_LAUNCH = "/smart/launch/redeem";

    /** Where people see and end what they have let apps do (SMART App Launch 2.2, {@code management_endpoint}). */
    public static final String APPS = "/smart/apps";

    /** The user-access brands bundle. */
    public static final String BRANDS = "/smart/brands";

    /** Where an administrator registers clients and people. */
    public static final String ADMIN = "/smart/admin";

    /** The sign-in page. */
    public static final String LOGIN = "/login";

    /** Where the second factor is asked for or set up. */
    public static final String SECOND_FACTOR = "/login/second-factor";

    /** Where a passkey is shown. */
    public static final String PASSKEY = "/login/passkey";

    /** From where a browser is sent to the hospital's own OpenID provider, if there is one. */
    public static final String UPSTREAM = "/login/upstream";

    /** Where that provider sends the browser back to. */
    public static final String UPSTREAM_ANSWER = "/login/upstream/callback";

    /** Where people see how they sign in. */
    public static final String ACCOUNT = "/smart/account";

    /** Where somebody signs off, by a form. */
    public static final String LOGOUT = "/logout";

    private Endpoints() {}
}
