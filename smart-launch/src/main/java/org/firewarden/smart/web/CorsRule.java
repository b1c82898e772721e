package org.firewarden.smart.web;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.http.HttpHeaders;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.CorsConfigurationSource;

/**
 * An endpoint of another module that browsers may call from other origins (Fetch Standard, CORS protocol). A module that has
 * one brings it as a bean.
 *
 * @param pattern the path, as {@link Paths} takes it
 * @param origins who may call, as browsers write them; nobody if empty
 * @param methods with which methods
 */
public record CorsRule(String pattern, Set<String> origins, List<String> methods) {

    private static final List<String> REQUEST_HEADERS =
            List.of(HttpHeaders.AUTHORIZATION, HttpHeaders.ACCEPT, HttpHeaders.CONTENT_TYPE, "X-Request-Id");
    private static final List<String> ANSWER_HEADERS =
            List.of(HttpHeaders.RETRY_AFTER, HttpHeaders.WWW_AUTHENTICATE, "X-Request-Id");

    /** Copies the collections. */
    public CorsRule {
        origins = Set.copyOf(origins);
        methods = List.copyOf(methods);
    }

    /** What each rule says where it matches, and elsewhere what the rest says. */
    static CorsConfigurationSource before(CorsConfigurationSource rest, List<CorsRule> rules) {
        Map<RequestMatcher, CorsConfiguration> configurations = new LinkedHashMap<>();
        rules.forEach(rule -> configurations.put(rule.matcher(), rule.configuration()));
        return request -> configurations.entrySet().stream()
                .filter(rule -> rule.getKey().matches(request))
                .findFirst()
                .map(Map.Entry::getValue)
                .orElseGet(() -> rest.getCorsConfiguration(request));
    }

    private RequestMatcher matcher() {
        return Paths.any(pattern);
    }

    /** No cookies: who calls brings a token. */
    private CorsConfiguration configuration() {
        CorsConfiguration configuration = new CorsConfiguration();
        configuration.setAllowedOrigins(List.copyOf(origins));
        configuration.setAllowedMethods(methods);
        configuration.setAllowedHeaders(REQUEST_HEADERS);
        configuration.setExposedHeaders(ANSWER_HEADERS);
        configuration.setMaxAge(600L);
        return configuration;
    }
}
