package org.firewarden.smart.authorization;

import com.nimbusds.jwt.SignedJWT;
import jakarta.servlet.http.HttpServletRequest;
import java.text.ParseException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientAuthenticationToken;
import org.springframework.security.web.authentication.AuthenticationConverter;

/**
 * Reads the assertion of a client whose request has a JSON body, from the header {@code Authorization: Bearer}, as CDS Hooks clients
 * send theirs. It is verified like one in a form; an access token is none, since it is not signed by the client.
 */
final class ClientAssertionHeaderConverter implements AuthenticationConverter {

    private static final Pattern BEARER =
            Pattern.compile("Bearer ([A-Za-z0-9_=.-]{1,16384})", Pattern.CASE_INSENSITIVE);

    @Override
    public @Nullable Authentication convert(HttpServletRequest request) {
        String header = request.getHeader(HttpHeaders.AUTHORIZATION);
        Matcher bearer = BEARER.matcher(header == null ? "" : header);
        if (!bearer.matches()) {
            return null;
        }
        try {
            String client = SignedJWT.parse(bearer.group(1)).getJWTClaimsSet().getSubject();
            return client == null || client.isBlank()
                    ? null
                    : new OAuth2ClientAuthenticationToken(
                            client, ClientAssertionConverter.METHOD, bearer.group(1), null);
        } catch (ParseException e) {
            // Not a signed JWT, and so nobody's.
            return null;
        }
    }
}
