package org.firewarden.smart.web;

import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.firewarden.smart.Origins;
import org.springframework.http.HttpHeaders;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.CorsConfigurationSource;

/**
 * The web origins of the registered apps (SMART App Launch 2.2, Considerations for Cross-Origin Resource Sharing: discovery is
 * open to all origins, the token endpoint and FHIR to registered ones).
 *
 * @param origins as browsers write them
 */
public record AppOrigins(Set<String> origins) {

    private static final List<String> FHIR_METHODS = List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE");
    private static final List<String> REQUEST_HEADERS = List.of(
            HttpHeaders.AUTHORIZATION,
            HttpHeaders.ACCEPT,
            HttpHeaders.CONTENT_TYPE,
            HttpHeaders.IF_MATCH,
            HttpHeaders.IF_NONE_MATCH,
            "If-None-Exist",
            "Prefer",
            "X-Request-Id");
    private static final List<String> ANSWER_HEADERS = List.of(
            HttpHeaders.ETAG,
            HttpHeaders.LAST_MODIFIED,
            HttpHeaders.LOCATION,
            HttpHeaders.CONTENT_LOCATION,
            HttpHeaders.WWW_AUTHENTICATE,
            "X-Request-Id");

    /** Copies the origins. */
    public AppOrigins {
        origins = Set.copyOf(origins);
    }

    /** A Content-Security-Policy directive that lets a form lead to the apps: browsers apply it to redirects too. */
    public String formActionDirective() {
        return "form-action 'self'"
                + origins.stream().sorted().map(origin -> " " + origin).collect(Collectors.joining());
    }

    static Set<String> ofRedirects(RegisteredClient client) {
        Set<String> origins = new TreeSet<>();
        for (String redirect : client.getRedirectUris()) {
            URI uri = URI.create(redirect);
            // An app of a phone may have a scheme of its own; it is in no browser and has no origin.
            if ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme())) {
                origins.add(Origins.of(uri));
            }
        }
        return origins;
    }

    /** Open to everybody where the first matcher matches, to the apps where the second does, to nobody elsewhere. */
    CorsConfigurationSource toCorsConfiguration(RequestMatcher open, RequestMatcher registered) {
        CorsConfiguration anybody = new CorsConfiguration();
        anybody.addAllowedOrigin(CorsConfiguration.ALL);
        anybody.setAllowedMethods(List.of("GET", "HEAD"));
        anybody.setAllowedHeaders(List.of(CorsConfiguration.ALL));
        CorsConfiguration apps = new CorsConfiguration();
        apps.setAllowedOrigins(List.copyOf(origins));
        apps.setAllowedMethods(FHIR_METHODS);
        apps.setAllowedHeaders(REQUEST_HEADERS);
        apps.setExposedHeaders(ANSWER_HEADERS);
        return request -> {
            if (open.matches(request)) {
                return anybody;
            }
            return registered.matches(request) ? apps : null;
        };
    }
}
