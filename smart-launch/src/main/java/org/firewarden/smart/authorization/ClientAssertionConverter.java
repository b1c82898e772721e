package org.firewarden.smart.authorization;

import com.nimbusds.jwt.SignedJWT;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.text.ParseException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;
import org.springframework.security.web.authentication.AuthenticationConverter;

/**
 * Lets a client assertion stand without a {@code client_id} field, which RFC 7521, section 4.2 makes optional and which
 * backend services do not send: the client is then the {@code sub} of the assertion. Nothing is believed here; the assertion
 * is verified against that client's keys in the next step.
 */
final class ClientAssertionConverter implements AuthenticationConverter {

    private final AuthenticationConverter library;

    ClientAssertionConverter(AuthenticationConverter library) {
        this.library = library;
    }

    @Override
    public @Nullable Authentication convert(HttpServletRequest request) {
        String assertion = request.getParameter(OAuth2ParameterNames.CLIENT_ASSERTION);
        if (assertion == null || request.getParameter(OAuth2ParameterNames.CLIENT_ID) != null) {
            return library.convert(request);
        }
        String subject = unverifiedSubject(assertion);
        return library.convert(subject == null ? request : new NamedClientRequest(request, subject));
    }

    private static @Nullable String unverifiedSubject(String assertion) {
        try {
            return SignedJWT.parse(assertion).getJWTClaimsSet().getSubject();
        } catch (ParseException e) {
            // Not a JWT: without a client the library answers invalid_request.
            return null;
        }
    }

    private static final class NamedClientRequest extends HttpServletRequestWrapper {

        private final String clientId;

        NamedClientRequest(HttpServletRequest request, String clientId) {
            super(request);
            this.clientId = clientId;
        }

        @Override
        public Map<String, String[]> getParameterMap() {
            Map<String, String[]> parameters = new HashMap<>(super.getParameterMap());
            parameters.put(OAuth2ParameterNames.CLIENT_ID, new String[] {clientId});
            return parameters;
        }
    }
}
