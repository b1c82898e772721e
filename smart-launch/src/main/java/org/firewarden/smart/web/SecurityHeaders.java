package org.firewarden.smart.web;

import java.util.function.Supplier;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.HeadersConfigurer;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;

/**
 * The headers that protect an answer in a browser: no framing, no guessing of content types, no referrer and, as Spring
 * Security's default, nothing stored in a cache.
 */
public final class SecurityHeaders {

    private static final String POLICY = "Content-Security-Policy";

    private SecurityHeaders() {}

    /** For answers that are data: a browser that opens one loads nothing from it. */
    public static Customizer<HeadersConfigurer<HttpSecurity>> forData() {
        return with("default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'; sandbox");
    }

    /** With a policy of its own. */
    public static Customizer<HeadersConfigurer<HttpSecurity>> with(String contentSecurityPolicy) {
        return headers -> headers.contentSecurityPolicy(policy -> policy.policyDirectives(contentSecurityPolicy))
                .referrerPolicy(referrer -> referrer.policy(ReferrerPolicy.NO_REFERRER));
    }

    /** For pages, whose policy changes with the registered apps; a page that has set one keeps it. */
    public static Customizer<HeadersConfigurer<HttpSecurity>> with(Supplier<String> contentSecurityPolicy) {
        return headers -> headers.addHeaderWriter((request, response) -> {
                    if (!response.containsHeader(POLICY)) {
                        response.setHeader(POLICY, contentSecurityPolicy.get());
                    }
                })
                .referrerPolicy(referrer -> referrer.policy(ReferrerPolicy.NO_REFERRER));
    }
}
