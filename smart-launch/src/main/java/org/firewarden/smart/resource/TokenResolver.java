package org.firewarden.smart.resource;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.firewarden.smart.token.PossessionProofs;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.server.resource.BearerTokenErrors;
import org.springframework.security.oauth2.server.resource.web.BearerTokenResolver;

/**
 * Finds the access token of a request: in the header {@code Authorization} and nowhere else (RFC 6750, section 2.1), with the scheme
 * {@code Bearer}, or {@code DPoP} for one that is bound to a key (RFC 9449, section 7.1).
 */
final class TokenResolver implements BearerTokenResolver {

    private static final Pattern HEADER =
            Pattern.compile("(Bearer|DPoP) ([a-zA-Z0-9-._~+/]+=*)", Pattern.CASE_INSENSITIVE);

    @Override
    public @Nullable String resolve(HttpServletRequest request) {
        List<String> headers = Collections.list(request.getHeaders(HttpHeaders.AUTHORIZATION));
        if (headers.isEmpty()) {
            return null;
        }
        String start = headers.get(0).toLowerCase(Locale.ROOT);
        if (!start.startsWith("bearer") && !start.startsWith("dpop")) {
            return null;
        }
        Matcher matcher = HEADER.matcher(headers.get(0));
        if (headers.size() > 1 || !matcher.matches()) {
            throw new OAuth2AuthenticationException(BearerTokenErrors.invalidToken("the token is malformed"));
        }
        return matcher.group(2);
    }

    /** True if the token comes with the scheme of one that is bound to a key. */
    static boolean isBound(HttpServletRequest request) {
        String header = request.getHeader(HttpHeaders.AUTHORIZATION);
        return header != null && header.regionMatches(true, 0, PossessionProofs.DPOP + " ", 0, 5);
    }
}
