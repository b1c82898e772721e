package org.firewarden.smart.authorization;

import java.util.List;
import org.firewarden.smart.Endpoints;
import org.firewarden.smart.SmartSettings;
import org.firewarden.smart.people.People;
import org.firewarden.smart.web.AppOrigins;
import org.firewarden.smart.web.OAuthErrors;
import org.firewarden.smart.web.Paths;
import org.firewarden.smart.web.SecurityHeaders;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.security.authentication.dao.DaoAuthenticationProvider;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UsernameNotFoundException;
import org.springframework.security.crypto.factory.PasswordEncoderFactories;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.DefaultSecurityFilterChain;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.LoginUrlAuthenticationEntryPoint;
import org.springframework.security.web.savedrequest.HttpSessionRequestCache;
import org.springframework.security.web.util.matcher.AndRequestMatcher;
import org.springframework.security.web.util.matcher.AnyRequestMatcher;
import org.springframework.security.web.util.matcher.MediaTypeRequestMatcher;
import org.springframework.security.web.util.matcher.NegatedRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;

/**
 * The filter chains of the embedded authorization server: its endpoints (order 10) and the sign-in page (order 20). They match
 * nothing when an external issuer is configured. A browser that navigates to the authorization endpoint is led to the sign-in
 * page; everybody else gets JSON (RFC 6749, section 5.2), never a page.
 */
@Configuration(proxyBeanMethods = false)
public class AuthorizationServerChains {

    @Bean
    @Order(10)
    SecurityFilterChain authorizationServerChain(
            HttpSecurity http, SmartSettings settings, AuthorizationServerRules rules) throws Exception {
        if (!settings.isEmbedded()) {
            return matchingNothing();
        }
        http.securityMatcher(Paths.any(
                Endpoints.AUTHORIZE,
                Endpoints.TOKEN,
                Endpoints.INTROSPECT,
                Endpoints.REVOKE,
                Endpoints.JWKS,
                Endpoints.OPENID_CONFIGURATION));
        rules.applyTo(http);
        return http.authorizeHttpRequests(requests -> requests.anyRequest().authenticated())
                .exceptionHandling(handling -> handling.authenticationEntryPoint(entryPoint()))
                .requestCache(cache -> cache.requestCache(onlyNavigation()))
                .logout(logout -> logout.disable())
                .cors(Customizer.withDefaults())
                .headers(SecurityHeaders.forData())
                .build();
    }

    @Bean
    @Order(20)
    SecurityFilterChain signInChain(
            HttpSecurity http, SmartSettings settings, ObjectProvider<People> people, AppOrigins apps)
            throws Exception {
        if (!settings.isEmbedded()) {
            return matchingNothing();
        }
        return http.securityMatcher(Paths.any(Endpoints.LOGIN, "/default-ui.css"))
                .authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
                .authenticationProvider(passwords(people.getIfAvailable(() -> People.NOBODY)))
                .formLogin(Customizer.withDefaults())
                .requestCache(cache -> cache.requestCache(onlyNavigation()))
                .logout(logout -> logout.disable())
                .headers(SecurityHeaders.with("default-src 'none'; style-src 'self'; frame-ancestors 'none'; "
                        + "base-uri 'none'; " + apps.formActionDirective()))
                .build();
    }

    /** Each with a matcher of its own: Spring Security refuses two chains that share one. */
    private static SecurityFilterChain matchingNothing() {
        return new DefaultSecurityFilterChain(new NegatedRequestMatcher(AnyRequestMatcher.INSTANCE), List.of());
    }

    private static DaoAuthenticationProvider passwords(People people) {
        DaoAuthenticationProvider provider = new DaoAuthenticationProvider(name -> people.find(name)
                .map(person -> User.withUsername(person.name())
                        .password(person.passwordHash())
                        .authorities(List.of())
                        .build())
                .orElseThrow(() -> new UsernameNotFoundException("no such person")));
        provider.setPasswordEncoder(PasswordEncoderFactories.createDelegatingPasswordEncoder());
        return provider;
    }

    private static AuthenticationEntryPoint entryPoint() {
        RequestMatcher navigation = navigation();
        LoginUrlAuthenticationEntryPoint signIn = new LoginUrlAuthenticationEntryPoint(Endpoints.LOGIN);
        RequestMatcher authorize = Paths.any(Endpoints.AUTHORIZE);
        return (request, response, failure) -> {
            if (navigation.matches(request)) {
                signIn.commence(request, response, failure);
            } else if (authorize.matches(request)) {
                OAuthErrors.write(response, 401, "login_required", "A person must sign in here, in a browser.");
            } else {
                OAuthErrors.write(response, 401, "invalid_client", "The client did not authenticate.");
            }
        };
    }

    /** A request is remembered across the sign-in only if it is one that leads there. */
    private static HttpSessionRequestCache onlyNavigation() {
        HttpSessionRequestCache cache = new HttpSessionRequestCache();
        cache.setRequestMatcher(navigation());
        return cache;
    }

    private static RequestMatcher navigation() {
        MediaTypeRequestMatcher html = new MediaTypeRequestMatcher(MediaType.TEXT_HTML);
        html.setUseEquals(true);
        return new AndRequestMatcher(Paths.any(HttpMethod.GET, Endpoints.AUTHORIZE), html);
    }
}
