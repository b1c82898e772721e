package org.firewarden.smart.authorization;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import org.firewarden.smart.EmbeddedIssuer;
import org.firewarden.smart.Endpoints;
import org.firewarden.smart.page.Page;
import org.firewarden.smart.people.Passwords;
import org.firewarden.smart.people.People;
import org.firewarden.smart.people.SignIn;
import org.firewarden.smart.token.AccessTokenContent;
import org.firewarden.smart.web.AppOrigins;
import org.firewarden.smart.web.OAuthErrors;
import org.firewarden.smart.web.Paths;
import org.firewarden.smart.web.RequestNotes;
import org.firewarden.smart.web.SecurityHeaders;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.security.authentication.ProviderManager;
import org.springframework.security.authentication.dao.DaoAuthenticationProvider;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UsernameNotFoundException;
import org.springframework.security.oauth2.server.authorization.web.OAuth2ClientAuthenticationFilter;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.AuthenticationFailureHandler;
import org.springframework.security.web.authentication.AuthenticationSuccessHandler;
import org.springframework.security.web.authentication.DelegatingAuthenticationConverter;
import org.springframework.security.web.authentication.LoginUrlAuthenticationEntryPoint;
import org.springframework.security.web.authentication.SavedRequestAwareAuthenticationSuccessHandler;
import org.springframework.security.web.authentication.SimpleUrlAuthenticationFailureHandler;
import org.springframework.security.web.authentication.preauth.AbstractPreAuthenticatedProcessingFilter;
import org.springframework.security.web.savedrequest.HttpSessionRequestCache;
import org.springframework.security.web.util.matcher.AndRequestMatcher;
import org.springframework.security.web.util.matcher.MediaTypeRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;

/**
 * The filter chains of the embedded authorization server: its endpoints for machines (order 10), the launches that EHRs prepare (15),
 * and the pages for people (20). A browser that navigates to a page is led to the sign-in; everybody else gets JSON (RFC 6749, section
 * 5.2), never a page.
 */
@Configuration(proxyBeanMethods = false)
@Conditional(EmbeddedIssuer.class)
public class AuthorizationServerChains {

    @Bean
    @Order(10)
    SecurityFilterChain authorizationServerChain(HttpSecurity http, AuthorizationServerRules rules) throws Exception {
        http.securityMatcher(Paths.any(
                Endpoints.TOKEN,
                Endpoints.INTROSPECT,
                Endpoints.REVOKE,
                Endpoints.JWKS,
                Endpoints.OPENID_CONFIGURATION));
        rules.applyTo(http);
        return http.authorizeHttpRequests(requests -> requests.anyRequest().authenticated())
                .exceptionHandling(
                        handling -> handling.authenticationEntryPoint(AuthorizationServerChains::refuseClient))
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .requestCache(cache -> cache.disable())
                .logout(logout -> logout.disable())
                .cors(Customizer.withDefaults())
                .headers(SecurityHeaders.forData())
                .build();
    }

    @Bean
    @Order(15)
    SecurityFilterChain launchChain(HttpSecurity http, ClientAuthenticator authenticator) throws Exception {
        RequestMatcher launch = Paths.any(HttpMethod.POST, Endpoints.LAUNCH);
        OAuth2ClientAuthenticationFilter clients =
                new OAuth2ClientAuthenticationFilter(new ProviderManager(authenticator.toProvider()), launch);
        clients.setAuthenticationConverter(new DelegatingAuthenticationConverter(
                List.of(new ClientAssertionHeaderConverter(), ClientAuthenticator.bySecretInHeader())));
        clients.setAuthenticationFailureHandler(
                (request, response, failure) -> refuseClient(request, response, failure));
        return http.securityMatcher(launch)
                .authorizeHttpRequests(requests -> requests.anyRequest().authenticated())
                .addFilterAfter(clients, AbstractPreAuthenticatedProcessingFilter.class)
                .exceptionHandling(
                        handling -> handling.authenticationEntryPoint(AuthorizationServerChains::refuseClient))
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .csrf(csrf -> csrf.disable())
                .requestCache(cache -> cache.disable())
                .logout(logout -> logout.disable())
                .headers(SecurityHeaders.forData())
                .build();
    }

    /** An app that registers itself authenticates by its software statement. */
    @Bean
    @Order(16)
    SecurityFilterChain registrationChain(HttpSecurity http) throws Exception {
        return http.securityMatcher(Paths.any(HttpMethod.POST, Endpoints.REGISTER))
                .authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .csrf(csrf -> csrf.disable())
                .requestCache(cache -> cache.disable())
                .logout(logout -> logout.disable())
                .headers(SecurityHeaders.forData())
                .build();
    }

    @Bean
    @Order(20)
    SecurityFilterChain pagesChain(HttpSecurity http, ObjectProvider<People> people, AppOrigins apps, Clock clock)
            throws Exception {
        HttpSessionRequestCache wayBack = new HttpSessionRequestCache();
        wayBack.setRequestMatcher(navigation());
        return http.securityMatcher(Paths.any(
                        Endpoints.LOGIN,
                        Endpoints.AUTHORIZE,
                        Endpoints.AUTHORIZE + "/**",
                        Endpoints.APPS,
                        Endpoints.ADMIN,
                        Page.STYLESHEET))
                .authorizeHttpRequests(requests -> requests.requestMatchers(
                                Paths.any(Endpoints.LOGIN, Endpoints.AUTHORIZE, Page.STYLESHEET))
                        .permitAll()
                        .anyRequest()
                        .authenticated())
                .authenticationProvider(passwords(people.getIfAvailable(() -> People.NOBODY)))
                .formLogin(form -> form.loginPage(Endpoints.LOGIN)
                        .successHandler(signedIn(wayBack, clock))
                        .failureHandler(notSignedIn()))
                .exceptionHandling(handling -> handling.authenticationEntryPoint(signInFirst()))
                // An app may send its user here by a form of its own (SMART App Launch 2.2, authorize-post).
                .csrf(csrf -> csrf.ignoringRequestMatchers(Paths.any(HttpMethod.POST, Endpoints.AUTHORIZE)))
                .requestCache(cache -> cache.requestCache(wayBack))
                .logout(logout -> logout.disable())
                .headers(SecurityHeaders.with(() -> "default-src 'none'; style-src 'self'; frame-ancestors 'none'; "
                        + "base-uri 'none'; " + apps.formActionDirective()))
                .build();
    }

    private static DaoAuthenticationProvider passwords(People people) {
        DaoAuthenticationProvider provider = new DaoAuthenticationProvider(name -> people.find(name)
                .map(person -> User.withUsername(person.name())
                        .password(person.passwordHash())
                        .authorities(List.of())
                        .build())
                .orElseThrow(() -> new UsernameNotFoundException("no such person")));
        provider.setPasswordEncoder(Passwords.encoder());
        return provider;
    }

    /** Keeps how and when; a person who signs in without coming from an app is shown the own apps. */
    private static AuthenticationSuccessHandler signedIn(HttpSessionRequestCache wayBack, Clock clock) {
        SavedRequestAwareAuthenticationSuccessHandler back = new SavedRequestAwareAuthenticationSuccessHandler();
        back.setRequestCache(wayBack);
        back.setDefaultTargetUrl(Endpoints.APPS);
        return (request, response, authentication) -> {
            new SignIn(authentication.getName(), clock.instant(), AccessTokenContent.PASSWORD_ACR)
                    .keepIn(request.getSession());
            RequestNotes.of(request, "sign-in").detail("person", authentication.getName());
            back.onAuthenticationSuccess(request, response, authentication);
        };
    }

    /** The name that was typed is not told: it may be a password, or anything. */
    private static AuthenticationFailureHandler notSignedIn() {
        SimpleUrlAuthenticationFailureHandler again =
                new SimpleUrlAuthenticationFailureHandler(Endpoints.LOGIN + "?error");
        return (request, response, failure) -> {
            RequestNotes.of(request, "sign-in").detail("error", "credentials");
            again.onAuthenticationFailure(request, response, failure);
        };
    }

    private static AuthenticationEntryPoint signInFirst() {
        RequestMatcher navigation = navigation();
        LoginUrlAuthenticationEntryPoint signIn = new LoginUrlAuthenticationEntryPoint(Endpoints.LOGIN);
        return (request, response, failure) -> {
            if (navigation.matches(request)) {
                signIn.commence(request, response, failure);
            } else {
                OAuthErrors.write(response, 401, "login_required", "A person must sign in here, in a browser.");
            }
        };
    }

    private static void refuseClient(
            HttpServletRequest request, HttpServletResponse response, AuthenticationException failure)
            throws IOException {
        RequestNotes.of(request).detail("error", "invalid_client");
        OAuthErrors.write(response, 401, "invalid_client", "The client did not authenticate.");
    }

    private static RequestMatcher navigation() {
        MediaTypeRequestMatcher html = new MediaTypeRequestMatcher(MediaType.TEXT_HTML);
        html.setUseEquals(true);
        return new AndRequestMatcher(
                Paths.any(HttpMethod.GET, Endpoints.AUTHORIZE + "/**", Endpoints.APPS, Endpoints.ADMIN), html);
    }
}
