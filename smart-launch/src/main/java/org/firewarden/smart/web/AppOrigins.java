package org.firewarden.smart.web;

import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.firewarden.smart.Origins;
import org.firewarden.smart.client.ClientRegistration;
import org.firewarden.smart.client.Clients;
import org.springframework.http.HttpHeaders;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.CorsConfigurationSource;

/**
 * The web origins of the registered apps (SMART App Launch 2.2, Considerations for Cross-Origin Resource Sharing: discovery is
 * open to all origins, the token endpoint and FHIR to registered ones).
 */
public final class AppOrigins {

    private static final List<String> FHIR_METHODS = List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE");
    private static final List<String> REQUEST_HEADERS = List.of(
            HttpHeaders.AUTHORIZATION,
            HttpHeaders.ACCEPT,
            HttpHeaders.CONTENT_TYPE,
            HttpHeaders.IF_MATCH,
            HttpHeaders.IF_NONE_MATCH,
            "DPoP",
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

    private final Set<String> configured;
    private final Clients clients;

    /**
     * Those of the settings and those of the clients' redirect addresses, as they are registered at the moment.
     *
     * @param configured as browsers write them
     */
    public AppOrigins(Set<String> configured, Clients clients) {
        this.configured = Set.copyOf(configured);
        this.clients = clients;
    }

    /** A Content-Security-Policy directive that lets a form lead to the apps: browsers apply it to redirects too. */
    public String formActionDirective() {
        Set<String> sources = new TreeSet<>(configured);
        for (ClientRegistration client : clients.apps()) {
            client.redirectUris()
                    .forEach(redirect -> sources.add(
                            Origins.isOfAnyPort(redirect) ? ofAnyPort(redirect) + ":*" : sourceOf(redirect)));
        }
        return "form-action 'self'"
                + sources.stream().map(source -> " " + source).collect(Collectors.joining());
    }

    /** One address as a source of that directive: an origin, or the scheme of a native app. */
    public static String sourceOf(URI redirect) {
        return isWeb(redirect) ? Origins.of(redirect) : redirect.getScheme() + ":";
    }

    private static boolean isWeb(URI redirect) {
        return "http".equals(redirect.getScheme()) || "https".equals(redirect.getScheme());
    }

    private static String ofAnyPort(URI redirect) {
        return redirect.getScheme() + "://" + redirect.getHost();
    }

    /** An app that takes a free port of this machine may be at each; no cookie goes along, so its neighbours gain nothing. */
    private void allow(CorsConfiguration apps) {
        Set<String> origins = new TreeSet<>(configured);
        Set<String> patterns = new TreeSet<>();
        for (ClientRegistration client : clients.apps()) {
            // An app of a phone may have a scheme of its own; it is in no browser and has no origin.
            client.redirectUris().stream().filter(AppOrigins::isWeb).forEach(redirect -> {
                if (Origins.isOfAnyPort(redirect)) {
                    patterns.add(ofAnyPort(redirect) + ":[*]");
                } else {
                    origins.add(Origins.of(redirect));
                }
            });
        }
        apps.setAllowedOrigins(List.copyOf(origins));
        apps.setAllowedOriginPatterns(List.copyOf(patterns));
    }

    /** Open to everybody where the first matcher matches, to the apps where the second does, to nobody elsewhere. */
    CorsConfigurationSource toCorsConfiguration(RequestMatcher open, RequestMatcher registered) {
        CorsConfiguration anybody = new CorsConfiguration();
        anybody.addAllowedOrigin(CorsConfiguration.ALL);
        anybody.setAllowedMethods(List.of("GET", "HEAD"));
        anybody.setAllowedHeaders(List.of(CorsConfiguration.ALL));
        return request -> {
            if (open.matches(request)) {
                return anybody;
            }
            if (!registered.matches(request) || request.getHeader(HttpHeaders.ORIGIN) == null) {
                return null;
            }
            CorsConfiguration apps = new CorsConfiguration();
            allow(apps);
            apps.setAllowedMethods(FHIR_METHODS);
            apps.setAllowedHeaders(REQUEST_HEADERS);
            apps.setExposedHeaders(ANSWER_HEADERS);
            return apps;
        };
    }
}
