package org.firewarden.ledger;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import org.firewarden.audit.AuditKind;

/**
 * What a request to the authorization server is, by its address alone, where nobody has stated it in the draft: so that each
 * sign-in and each use of the token endpoints is an event of its kind, the refused ones too.
 */
final class EndpointKinds {

    private EndpointKinds() {}

    static Optional<AuditKind> of(HttpServletRequest request) {
        boolean isPost = request.getMethod().equals("POST");
        return switch (request.getRequestURI()) {
            case "/oauth2/authorize" -> Optional.of(AuditKind.AUTHORIZATION);
            case "/oauth2/token" -> Optional.of(isRefresh(request) ? AuditKind.TOKEN_REFRESH : AuditKind.TOKEN_ISSUE);
            case "/demo/token", "/demo/ehr-token" -> Optional.of(AuditKind.TOKEN_ISSUE);
            case "/oauth2/introspect" -> Optional.of(AuditKind.TOKEN_INTROSPECTION);
            case "/oauth2/revoke" -> Optional.of(AuditKind.TOKEN_REVOCATION);
            case "/login" -> isPost ? Optional.of(AuditKind.SIGN_IN) : Optional.empty();
            case "/logout" -> isPost ? Optional.of(AuditKind.SIGN_OUT) : Optional.empty();
            default -> Optional.empty();
        };
    }

    private static boolean isRefresh(HttpServletRequest request) {
        return "refresh_token".equals(request.getParameter("grant_type"));
    }
}
