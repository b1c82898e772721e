package org.firewarden.smart.signin;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.util.Optional;
import org.firewarden.audit.AuditDetail;
import org.firewarden.audit.AuditKind;
import org.firewarden.smart.Endpoints;
import org.firewarden.smart.SignInSettings;
import org.firewarden.smart.factor.SecondFactors;
import org.firewarden.smart.people.Acr;
import org.firewarden.smart.people.People;
import org.firewarden.smart.people.Person;
import org.firewarden.smart.people.SignIn;
import org.firewarden.smart.people.WantedSignIn;
import org.firewarden.smart.web.RequestNotes;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.authentication.SavedRequestAwareAuthenticationSuccessHandler;
import org.springframework.security.web.authentication.SimpleUrlAuthenticationFailureHandler;
import org.springframework.security.web.savedrequest.RequestCache;

/** What comes of a try to sign in, and of signing off: where the browser goes, and what the ledger learns. */
final class SignInOutcome {

    private final People people;
    private final SignInTries tries;
    private final SecondFactors factors;
    private final SignInSettings settings;
    private final Clock clock;
    private final SavedRequestAwareAuthenticationSuccessHandler back =
            new SavedRequestAwareAuthenticationSuccessHandler();
    private final SimpleUrlAuthenticationFailureHandler again =
            new SimpleUrlAuthenticationFailureHandler(Endpoints.LOGIN + "?error");

    /**
     * Leads back to what was asked for before the sign-in.
     *
     * @param wayBack where that is kept; without anything there, people are shown their apps
     */
    SignInOutcome(
            People people,
            SignInTries tries,
            SecondFactors factors,
            SignInSettings settings,
            RequestCache wayBack,
            Clock clock) {
        this.people = people;
        this.tries = tries;
        this.factors = factors;
        this.settings = settings;
        this.clock = clock;
        back.setRequestCache(wayBack);
        back.setDefaultTargetUrl(Endpoints.APPS);
    }

    /** Name and password were right. */
    void passwordWasRight(HttpServletRequest request, HttpServletResponse response, Authentication authentication)
            throws IOException, ServletException {
        String name = authentication.getName();
        RequestNotes notes = RequestNotes.of(request, AuditKind.SIGN_IN);
        Optional<Person> person = people.find(name);
        person.ifPresent(notes::person);
        boolean isHalf = factors.isAskedOf(name)
                || person.filter(found -> settings.needsSecondFactor(found.roles()))
                        .isPresent();
        if (isHalf) {
            SignIn.forget(request.getSession());
            new HalfSignIn(name, clock.instant()).keepIn(request.getSession());
            notes.detail("second-factor", "asked");
            response.sendRedirect(Endpoints.SECOND_FACTOR);
            return;
        }
        WantedSignIn.forget(request.getSession());
        new SignIn(name, clock.instant(), Acr.PASSWORD).keepIn(request.getSession());
        notes.detail(AuditDetail.ACR, Acr.PASSWORD);
        back.onAuthenticationSuccess(request, response, authentication);
    }

    /** They were not. The name that was typed is told if somebody has it: anything else may be a password. */
    void passwordWasWrong(
            HttpServletRequest request,
            HttpServletResponse response,
            org.springframework.security.core.AuthenticationException failure)
            throws IOException, ServletException {
        String typed = String.valueOf(request.getParameter("username"));
        RequestNotes notes = RequestNotes.of(request, AuditKind.SIGN_IN);
        Optional<Person> person = people.find(typed);
        boolean isHeldUp = tries.isHeldUp(SignInTries.Kind.PASSWORD, typed);
        person.ifPresent(notes::person);
        notes.error(isHeldUp ? "held-up" : "credentials");
        again.onAuthenticationFailure(request, response, failure);
    }

    /** Somebody signs off. */
    void signOff(HttpServletRequest request) {
        RequestNotes notes = RequestNotes.of(request, AuditKind.SIGN_OUT);
        SignIn.of(request.getSession(false))
                .flatMap(signIn -> people.find(signIn.subject()))
                .ifPresent(notes::person);
        notes.detail("reason", "user");
    }
}
