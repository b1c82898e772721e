package org.firewarden.smart.signin;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.firewarden.audit.AuditDetail;
import org.firewarden.audit.AuditKind;
import org.firewarden.smart.Endpoints;
import org.firewarden.smart.UpstreamProvider;
import org.firewarden.smart.approval.Approvals;
import org.firewarden.smart.factor.FactorPages;
import org.firewarden.smart.factor.SecondFactors;
import org.firewarden.smart.page.Html;
import org.firewarden.smart.page.Page;
import org.firewarden.smart.passkey.PasskeyForms;
import org.firewarden.smart.people.People;
import org.firewarden.smart.people.SignIn;
import org.firewarden.smart.session.StoredSessions;
import org.firewarden.smart.upstream.UpstreamAccounts;
import org.firewarden.smart.web.AppOrigins;
import org.firewarden.smart.web.RequestNotes;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Asks for the second factor of somebody whose password was right, or of somebody who is signed in and needs more than that; who has
 * none sets one up. The session gets another id when the second factor was good.
 */
@RestController
public final class SecondFactorController {

    private final SecondFactors factors;
    private final StoredSessions sessions;
    private final Approvals approvals;
    private final SignInTries tries;
    private final People people;
    private final Optional<PasskeyForms> passkeys;
    private final Optional<UpstreamProvider> upstream;
    private final UpstreamAccounts accounts;
    private final StrongSignIn done;
    private final AppOrigins apps;
    private final StepUp stepUp;
    private final Clock clock;

    SecondFactorController(
            SecondFactors factors,
            StoredSessions sessions,
            Approvals approvals,
            SignInTries tries,
            People people,
            Optional<PasskeyForms> passkeys,
            Optional<UpstreamProvider> upstream,
            UpstreamAccounts accounts,
            StrongSignIn done,
            AppOrigins apps,
            StepUp stepUp,
            Clock clock) {
        this.factors = factors;
        this.sessions = sessions;
        this.approvals = approvals;
        this.tries = tries;
        this.people = people;
        this.passkeys = passkeys;
        this.upstream = upstream;
        this.accounts = accounts;
        this.done = done;
        this.apps = apps;
        this.stepUp = stepUp;
        this.clock = clock;
    }

    @GetMapping(Endpoints.SECOND_FACTOR)
    ResponseEntity<String> show(HttpServletRequest request) {
        Optional<String> person = person(request);
        if (person.isEmpty()) {
            return Redirect.to(Endpoints.LOGIN);
        }
        return factors.isAskedOf(person.get())
                ? ask(request, person.get(), false).answer()
                : FactorPages.offer(request, elsewhere(person.get())).answer();
    }

    private Page ask(HttpServletRequest request, String person, boolean isRefused) {
        Optional<Html> form = passkeys.flatMap(forms -> forms.signIn(request, person));
        Page page = FactorPages.ask(
                request,
                factors.has(person),
                form.orElseGet(Html::new).add(elsewhere(person)),
                isRefused || request.getParameter("refused") != null);
        return (form.isPresent() ? page.withScript() : page).leadingTo(apps.formActionDirective());
    }

    /** Who signs in at a provider elsewhere may show more there. */
    private Html elsewhere(String person) {
        return upstream.filter(provider -> accounts.isLinked(person))
                .map(provider ->
                        LoginController.link(UpstreamController.STRONGER, "Sign in once more with " + provider.name()))
                .orElseGet(Html::new);
    }

    @PostMapping(Endpoints.SECOND_FACTOR)
    ResponseEntity<String> take(HttpServletRequest request, HttpServletResponse response) {
        RequestNotes notes = RequestNotes.of(request, AuditKind.STEP_UP);
        Optional<String> person = person(request);
        if (person.isEmpty()) {
            notes.error("nobody");
            return Redirect.to(Endpoints.LOGIN);
        }
        people.find(person.get()).ifPresent(notes::person);
        String action = String.valueOf(request.getParameter("action"));
        if (action.equals("verify")) {
            return verify(person.get(), request, response, notes);
        }
        boolean isAsked = factors.isAskedOf(person.get());
        if (!mayEnrol(request, isAsked)) {
            notes.error(isAsked ? "second-factor-needed" : "sign-in-needed");
            return isAsked ? Redirect.to(Endpoints.SECOND_FACTOR) : StepUp.leadToPassword(request);
        }
        return switch (action) {
            case "begin" -> {
                notes.detail(AuditDetail.CHANGE, "second-factor-begun");
                yield FactorPages.setUp(request, factors.begin(person.get()), false)
                        .answer();
            }
            case "confirm" -> confirm(person.get(), request, response, notes);
            default -> Redirect.to(Endpoints.SECOND_FACTOR);
        };
    }

    /** Whose password was right a moment ago sets up a first one; one that is in force is changed by whoever has just shown it. */
    private boolean mayEnrol(HttpServletRequest request, boolean isAsked) {
        boolean isHalf =
                HalfSignIn.of(request.getSession(false), clock.instant()).isPresent();
        return (isHalf && !isAsked)
                || SignIn.of(request.getSession(false))
                        .filter(signIn -> stepUp.mayEnrol(signIn, isAsked))
                        .isPresent();
    }

    private ResponseEntity<String> verify(
            String person, HttpServletRequest request, HttpServletResponse response, RequestNotes notes) {
        boolean mayTry = tries.begin(SignInTries.Kind.SECOND_FACTOR, person);
        SecondFactors.Verdict verdict =
                mayTry ? factors.judge(person, request.getParameter("code")) : SecondFactors.Verdict.REFUSED;
        if (verdict == SecondFactors.Verdict.REFUSED) {
            notes.error(mayTry ? "second-factor" : "held-up");
            return ask(request, person, true).status(HttpStatus.UNAUTHORIZED).answer();
        }
        tries.succeeded(SignInTries.Kind.SECOND_FACTOR, person);
        done.complete(
                person, request, response, notes, verdict == SecondFactors.Verdict.CODE ? "totp" : "recovery-code");
        return Redirect.to(done.back(request, response, Endpoints.ACCOUNT));
    }

    private ResponseEntity<String> confirm(
            String person, HttpServletRequest request, HttpServletResponse response, RequestNotes notes) {
        boolean mayTry = tries.begin(SignInTries.Kind.SECOND_FACTOR, person);
        boolean isInPlaceOfAnother = factors.has(person);
        Optional<List<String>> codes =
                mayTry ? factors.confirm(person, request.getParameter("code")) : Optional.empty();
        if (codes.isEmpty()) {
            notes.error(mayTry ? "second-factor" : "held-up");
            return factors.pending(person)
                    .map(secret -> FactorPages.setUp(request, secret, true)
                            .status(HttpStatus.UNAUTHORIZED)
                            .answer())
                    .orElseGet(() -> Redirect.to(Endpoints.SECOND_FACTOR));
        }
        tries.succeeded(SignInTries.Kind.SECOND_FACTOR, person);
        notes.also(AuditKind.ACCOUNT_CHANGE, "second-factor-set-up");
        if (isInPlaceOfAnother) {
            // Whoever came in by the one before is out, and so are apps that were let in.
            sessions.endOthersOf(person, request.getSession().getId());
            approvals.endAllOf(person, false, "second-factor");
        }
        done.complete(person, request, response, notes, "totp");
        return FactorPages.recoveryCodes(codes.get(), done.back(request, response, Endpoints.ACCOUNT))
                .answer();
    }

    /** Whose second factor this is about: nobody's without a password first. */
    private Optional<String> person(HttpServletRequest request) {
        return HalfSignIn.of(request.getSession(false), clock.instant())
                .map(HalfSignIn::subject)
                .or(() -> SignIn.of(request.getSession(false)).map(SignIn::subject))
                .filter(name -> people.find(name).isPresent());
    }
}
