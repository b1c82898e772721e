package org.firewarden.smart.web;

import java.util.Arrays;
import org.springframework.http.HttpMethod;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.OrRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;

/**
 * Matches requests by their whole path. Spring Security cannot tell by itself what a pattern is relative to when there is more
 * than one servlet, as here, where FHIR has one of its own.
 */
public final class Paths {

    private Paths() {}

    /** Any of the patterns, with any method. */
    public static RequestMatcher any(String... patterns) {
        return new OrRequestMatcher(Arrays.stream(patterns)
                .<RequestMatcher>map(PathPatternRequestMatcher.withDefaults()::matcher)
                .toList());
    }

    /** Any of the patterns, with one method. */
    public static RequestMatcher any(HttpMethod method, String... patterns) {
        return new OrRequestMatcher(Arrays.stream(patterns)
                .<RequestMatcher>map(
                        pattern -> PathPatternRequestMatcher.withDefaults().matcher(method, pattern))
                .toList());
    }
}
