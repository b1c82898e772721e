package org.firewarden.keycloak;

/** Names of what is kept beside a sign-in, for the tokens that come of it. */
final class Notes {

    /** The launch context as JSON: the members of a token response. */
    static final String CONTEXT = "firewarden.launch-context";

    private static final String PARAMETER = "client_request_param_";

    private Notes() {}

    /** The note in which Keycloak keeps a parameter of the authorization request that it does not know. */
    static String ofParameter(String name) {
        return PARAMETER + name;
    }
}
