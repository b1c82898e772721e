package org.firewarden.smart.signin;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.Optional;
import org.firewarden.crypto.KeyRing;
import org.firewarden.smart.EmbeddedIssuer;
import org.firewarden.smart.Endpoints;
import org.firewarden.smart.SmartSettings;
import org.firewarden.smart.approval.Approvals;
import org.firewarden.smart.approval.ExpiredRows;
import org.firewarden.smart.factor.SecondFactors;
import org.firewarden.smart.page.Page;
import org.firewarden.smart.passkey.PasskeyForms;
import org.firewarden.smart.passkey.Passkeys;
import org.firewarden.smart.people.People;
import org.firewarden.smart.session.StoredSessions;
import org.firewarden.smart.upstream.UpstreamAccounts;
import org.firewarden.smart.web.AppOrigins;
import org.firewarden.smart.web.OAuthErrors;
import org.firewarden.smart.web.Paths;
import org.firewarden.smart.web.SecurityHeaders;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.LoginUrlAuthenticationEntryPoint;
import org.springframework.security.web.savedrequest.HttpSessionRequestCache;
import org.springframework.security.web.savedrequest.RequestCache;
import org.springframework.security.web.util.matcher.AndRequestMatcher;
import org.springframework.security.web.util.matcher.MediaTypeRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;

/**
 * The filter chain of the pages for people (order 20). A browser that navigates to a page is led to the sign-in; everybody else gets
 * JSON (RFC 6749, section 5.2), never a page.
 */
@Configuration(proxyBeanMethods = false)
@Conditional(EmbeddedIssuer.class)
public class SignInConfiguration {

    @Bean
    SignInTries signInTries(JdbcTemplate jdbc, KeyRing keys, SmartSettings settings, Clock clock) {
        return new SignInTries(jdbc, keys, settings.embedded().signIn(), clock);
    }

    @Bean
    ExpiredRows expiredTries(SignInTries tries) {
        return tries::sweep;
    }

    @Bean
    SecondFactors secondFactors(JdbcTemplate jdbc, KeyRing keys, ObjectProvider<SecureRandom> random, Clock clock) {
        return new SecondFactors(jdbc, keys, random.getIfAvailable(SecureRandom::new), clock);
    }

    @Bean
    StepUp stepUp(SmartSettings settings, Clock clock) {
        return new StepUp(settings.embedded().signIn().stepUp(), clock);
    }

    /** What was asked for before a sign-in: pages that a browser navigated to, and nothing else. */
    @Bean
    RequestCache wayBack() {
        HttpSessionRequestCache wayBack = new HttpSessionRequestCache();
        wayBack.setRequestMatcher(navigation());
        return wayBack;
    }

    @Bean
    SignInOutcome signInOutcome(
            ObjectProvider<People> people,
            SignInTries tries,
            SecondFactors factors,
            SmartSettings settings,
            RequestCache wayBack,
            Clock clock) {
        return new SignInOutcome(
                people.getIfAvailable(() -> People.NOBODY),
                tries,
                factors,
                settings.embedded().signIn(),
                wayBack,
                clock);
    }

    @Bean
    StrongSignIn strongSignIn(RequestCache wayBack, Clock clock) {
        return new StrongSignIn(wayBack, clock);
    }

    @Bean
    PasskeyController passkeyController(
            ObjectProvider<Passkeys> passkeys, ObjectProvider<People> people, StrongSignIn done, Clock clock) {
        return new PasskeyController(
                Optional.ofNullable(passkeys.getIfAvailable()),
                people.getIfAvailable(() -> People.NOBODY),
                done,
                clock);
    }

    @Bean
    SecondFactorController secondFactorController(
            SecondFactors factors,
            StoredSessions sessions,
            Approvals approvals,
            SignInTries tries,
            ObjectProvider<People> people,
            ObjectProvider<PasskeyForms> passkeys,
            SmartSettings settings,
            UpstreamAccounts accounts,
            StrongSignIn done,
            AppOrigins apps,
            StepUp stepUp,
            Clock clock) {
        return new SecondFactorController(
                factors,
                sessions,
                approvals,
                tries,
                people.getIfAvailable(() -> People.NOBODY),
                Optional.ofNullable(passkeys.getIfAvailable()),
                Optional.ofNullable(settings.embedded().upstream()),
                accounts,
                done,
                apps,
                stepUp,
                clock);
    }

    @Bean
    AccountController accountController(
            ObjectProvider<People> people,
            SecondFactors factors,
            ObjectProvider<Passkeys> passkeys,
            ObjectProvider<PasskeyForms> forms,
            StoredSessions sessions,
            Approvals approvals,
            UpstreamAccounts upstream,
            StepUp stepUp,
            SmartSettings settings,
            Clock clock) {
        return new AccountController(
                people.getIfAvailable(() -> People.NOBODY),
                factors,
                Optional.ofNullable(passkeys.getIfAvailable()),
                Optional.ofNullable(forms.getIfAvailable()),
                sessions,
                approvals,
                upstream,
                stepUp,
                settings.embedded().signIn(),
                clock);
    }

    @Bean
    LoginController loginController(AppOrigins apps, ObjectProvider<PasskeyForms> passkeys, SmartSettings settings) {
        return new LoginController(
                apps,
                Optional.ofNullable(passkeys.getIfAvailable()),
                Optional.ofNullable(settings.embedded().upstream()));
    }

    @Bean
    @Order(20)
    SecurityFilterChain pagesChain(
            HttpSecurity http,
            ObjectProvider<People> people,
            SignInTries tries,
            SignInOutcome outcome,
            RequestCache wayBack,
            AppOrigins apps)
            throws Exception {
        People known = people.getIfAvailable(() -> People.NOBODY);
        return http.securityMatcher(Paths.any(
                        Endpoints.LOGIN,
                        Endpoints.SECOND_FACTOR,
                        Endpoints.PASSKEY,
                        Endpoints.UPSTREAM,
                        Endpoints.UPSTREAM_ANSWER,
                        Endpoints.ACCOUNT,
                        Endpoints.LOGOUT,
                        Endpoints.AUTHORIZE,
                        Endpoints.AUTHORIZE + "/**",
                        Endpoints.APPS,
                        Endpoints.ADMIN,
                        Page.STYLESHEET,
                        Page.SCRIPT))
                .authorizeHttpRequests(requests -> requests.requestMatchers(Paths.any(
                                Endpoints.LOGIN,
                                Endpoints.SECOND_FACTOR,
                                Endpoints.PASSKEY,
                                Endpoints.UPSTREAM,
                                Endpoints.UPSTREAM_ANSWER,
                                Endpoints.AUTHORIZE,
                                Page.STYLESHEET,
                                Page.SCRIPT))
                        .permitAll()
                        .anyRequest()
                        .authenticated())
                .securityContext(context -> context.securityContextRepository(new SignedInContext()))
                .authenticationProvider(new PasswordSignIn(known, tries))
                .formLogin(form -> form.loginPage(Endpoints.LOGIN)
                        .successHandler(outcome::passwordWasRight)
                        .failureHandler(outcome::passwordWasWrong))
                .exceptionHandling(handling -> handling.authenticationEntryPoint(signInFirst()))
                // An app may send its user here by a form of its own (SMART App Launch 2.2, authorize-post).
                .csrf(csrf -> csrf.ignoringRequestMatchers(Paths.any(HttpMethod.POST, Endpoints.AUTHORIZE)))
                .requestCache(cache -> cache.requestCache(wayBack))
                .logout(logout -> logout.logoutRequestMatcher(Paths.any(HttpMethod.POST, Endpoints.LOGOUT))
                        .addLogoutHandler((request, response, who) -> outcome.signOff(request))
                        .logoutSuccessUrl(Endpoints.LOGIN + "?signed-off"))
                .headers(SecurityHeaders.with(() -> "default-src 'none'; style-src 'self'; frame-ancestors 'none'; "
                        + "base-uri 'none'; " + apps.formActionDirective()))
                .build();
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

    private static RequestMatcher navigation() {
        MediaTypeRequestMatcher html = new MediaTypeRequestMatcher(MediaType.TEXT_HTML);
        html.setUseEquals(true);
        return new AndRequestMatcher(
                Paths.any(
                        HttpMethod.GET,
                        Endpoints.AUTHORIZE + "/**",
                        Endpoints.ACCOUNT,
                        Endpoints.APPS,
                        Endpoints.ADMIN),
                html);
    }
}
