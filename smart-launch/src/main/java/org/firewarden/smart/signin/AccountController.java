package org.firewarden.smart.signin;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import org.firewarden.audit.AuditKind;
import org.firewarden.smart.Endpoints;
import org.firewarden.smart.SignInSettings;
import org.firewarden.smart.approval.Approvals;
import org.firewarden.smart.factor.FactorPages;
import org.firewarden.smart.factor.SecondFactors;
import org.firewarden.smart.page.Html;
import org.firewarden.smart.page.Page;
import org.firewarden.smart.passkey.PasskeyAnswer;
import org.firewarden.smart.passkey.PasskeyChallenge;
import org.firewarden.smart.passkey.PasskeyForms;
import org.firewarden.smart.passkey.Passkeys;
import org.firewarden.smart.people.People;
import org.firewarden.smart.people.Person;
import org.firewarden.smart.people.SignIn;
import org.firewarden.smart.session.StoredSessions;
import org.firewarden.smart.upstream.UpstreamAccounts;
import org.firewarden.smart.web.RequestNotes;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Shows people how they sign in: their second factor, passkeys, recovery codes, the browsers they are signed in with. */
@RestController
public final class AccountController {

    private final People people;
    private final SecondFactors factors;
    private final Optional<Passkeys> passkeys;
    private final Optional<PasskeyForms> forms;
    private final StoredSessions sessions;
    private final Approvals approvals;
    private final UpstreamAccounts upstream;
    private final StepUp stepUp;
    private final SignInSettings settings;
    private final Clock clock;

    AccountController(
            People people,
            SecondFactors factors,
            Optional<Passkeys> passkeys,
            Optional<PasskeyForms> forms,
            StoredSessions sessions,
            Approvals approvals,
            UpstreamAccounts upstream,
            StepUp stepUp,
            SignInSettings settings,
            Clock clock) {
        this.settings = settings;
        this.passkeys = passkeys;
        this.upstream = upstream;
        this.forms = forms;
        this.clock = clock;
        this.people = people;
        this.factors = factors;
        this.sessions = sessions;
        this.approvals = approvals;
        this.stepUp = stepUp;
    }

    @GetMapping(Endpoints.ACCOUNT)
    ResponseEntity<String> show(HttpServletRequest request) {
        Optional<Person> person = person(request);
        RequestNotes notes = RequestNotes.of(request, "account");
        person.ifPresent(notes::person);
        return person.isEmpty() ? signInFirst() : page(request, person.get()).answer();
    }

    @PostMapping(Endpoints.ACCOUNT)
    ResponseEntity<String> change(HttpServletRequest request) {
        RequestNotes notes = RequestNotes.of(request, AuditKind.ACCOUNT_CHANGE);
        Optional<Person> person = person(request);
        if (person.isEmpty()) {
            return signInFirst();
        }
        notes.person(person.get());
        String name = person.get().name();
        switch (String.valueOf(request.getParameter("action"))) {
            case "sign-off-everywhere" -> {
                notes.detail("change", "sessions-ended");
                sessions.endAllOf(name);
                approvals.endAllOf(name, true, "user");
                return Redirect.to(Endpoints.LOGIN + "?signed-off");
            }
            case "recovery-codes" -> {
                Optional<ResponseEntity<String>> stronger = stepUp.leadFrom(request, Endpoints.ACCOUNT);
                if (stronger.isPresent()) {
                    notes.error("second-factor-needed");
                    return stronger.get();
                }
                notes.detail("change", "recovery-codes-renewed");
                return FactorPages.recoveryCodes(factors.renewRecoveryCodes(name), Endpoints.ACCOUNT)
                        .answer();
            }
            case "add-passkey" -> {
                return addPasskey(person.get(), request, notes);
            }
            case "confirm-passkey" -> {
                return mayEnrol(request, name) ? Redirect.to(Endpoints.ACCOUNT) : confirm(request, name, notes);
            }
            case "remove-passkey" -> {
                return removePasskey(person.get(), request, notes);
            }
            default -> {
                return Redirect.to(Endpoints.ACCOUNT);
            }
        }
    }

    /** Who has more than a password already shows it before there is another way in; who has not signs in anew. */
    private ResponseEntity<String> addPasskey(Person person, HttpServletRequest request, RequestNotes notes) {
        String name = person.name();
        if (upstream.isLinked(name)) {
            // It would let in somebody whom the provider lets in no more.
            notes.error("upstream");
            return Redirect.to(Endpoints.ACCOUNT + "?passkey-refused");
        }
        Optional<PasskeyChallenge> challenge = PasskeyChallenge.take(
                        request.getSession(false), PasskeyChallenge.Use.ADD, clock.instant())
                .filter(made -> name.equals(made.person()));
        if (!mayEnrol(request, name)) {
            return confirm(request, name, notes);
        }
        boolean isAdded = challenge
                .filter(made -> passkeys.filter(
                                all -> all.add(name, made, PasskeyAnswer.of(request), request.getParameter("label")))
                        .isPresent())
                .isPresent();
        if (!isAdded) {
            notes.error("passkey");
            return Redirect.to(Endpoints.ACCOUNT + "?passkey-refused");
        }
        notes.detail("change", "passkey-added");
        return Redirect.to(Endpoints.ACCOUNT);
    }

    private boolean mayEnrol(HttpServletRequest request, String name) {
        return SignIn.of(request.getSession(false))
                .filter(signIn -> stepUp.mayEnrol(signIn, factors.isAskedOf(name)))
                .isPresent();
    }

    private ResponseEntity<String> confirm(HttpServletRequest request, String name, RequestNotes notes) {
        boolean isAsked = factors.isAskedOf(name);
        notes.error(isAsked ? "second-factor-needed" : "sign-in-needed");
        return StepUp.leadToEnrol(request, isAsked, Endpoints.ACCOUNT);
    }

    /** Whoever came in by it elsewhere is signed off, and apps that were let in are out. The last one stays with somebody of whom more than a password is asked always. */
    private ResponseEntity<String> removePasskey(Person person, HttpServletRequest request, RequestNotes notes) {
        Optional<ResponseEntity<String>> stronger = stepUp.leadFrom(request, Endpoints.ACCOUNT);
        if (stronger.isPresent()) {
            notes.error("second-factor-needed");
            return stronger.get();
        }
        String name = person.name();
        boolean needsOne = settings.needsSecondFactor(person.roles()) && !factors.has(name);
        if (needsOne && passkeys.filter(all -> all.of(name).size() > 1).isEmpty()) {
            notes.error("last-second-factor");
            return Redirect.to(Endpoints.ACCOUNT + "?last");
        }
        if (passkeys.filter(
                        all -> id(request).filter(id -> all.remove(name, id)).isPresent())
                .isEmpty()) {
            notes.error("passkey");
        } else {
            notes.detail("change", "passkey-removed");
            sessions.endOthersOf(name, request.getSession().getId());
            approvals.endAllOf(name, false, "second-factor");
        }
        return Redirect.to(Endpoints.ACCOUNT);
    }

    private static Optional<UUID> id(HttpServletRequest request) {
        try {
            return Optional.of(UUID.fromString(String.valueOf(request.getParameter("passkey"))));
        } catch (IllegalArgumentException e) {
            // Not an id of ours: there is no such passkey.
            return Optional.empty();
        }
    }

    private Page page(HttpServletRequest request, Person person) {
        Html body = new Html();
        if (request.getParameter("passkey-refused") != null) {
            body.raw("<p class=\"alert\" role=\"alert\">The passkey was not added. Try again.</p>");
        }
        if (request.getParameter("last") != null) {
            body.raw(
                    "<p class=\"alert\" role=\"alert\">You need a second factor: add another one before you remove this"
                            + " one.</p>");
        }
        body.raw("<h2>Second factor</h2>");
        if (factors.has(person.name())) {
            body.raw("<p>You have an authenticator app, and ")
                    .text(String.valueOf(factors.recoveryCodesLeft(person.name())))
                    .raw(" recovery codes.</p>")
                    .add(form(request, Endpoints.ACCOUNT, "recovery-codes", "Make new recovery codes"))
                    .add(form(request, Endpoints.SECOND_FACTOR, "begin", "Set up another app in its place"));
        } else {
            body.raw(
                            factors.isAskedOf(person.name())
                                    ? "<p>You have no authenticator app.</p>"
                                    : "<p>You have none: whoever has your password is you.</p>")
                    .add(form(request, Endpoints.SECOND_FACTOR, "begin", "Set up an authenticator app"));
        }
        forms.filter(found -> !upstream.isLinked(person.name()))
                .ifPresent(found -> body.raw("<h2>Passkeys</h2>")
                        .add(found.list(request, person.name(), mayEnrol(request, person.name()))));
        body.raw("<h2>Browsers</h2><p>You are signed in with ")
                .text(String.valueOf(sessions.countOf(person.name())))
                .raw(" of them.</p>")
                .add(form(request, Endpoints.ACCOUNT, "sign-off-everywhere", "Sign off everywhere"))
                .add(Page.signOff(request));
        Page page = Page.of("How you sign in", body);
        return forms.isPresent() ? page.withScript() : page;
    }

    private static Html form(HttpServletRequest request, String address, String action, String label) {
        Html button = new Html()
                .raw("<button type=\"submit\" name=\"action\"")
                .attribute("value", action)
                .raw(">")
                .text(label)
                .raw("</button>");
        return Page.form(request, address, button);
    }

    private Optional<Person> person(HttpServletRequest request) {
        return SignIn.of(request.getSession(false)).flatMap(signIn -> people.find(signIn.subject()));
    }

    private static ResponseEntity<String> signInFirst() {
        return Page.of("How you sign in", new Html().raw("<p role=\"alert\">Sign in to see this.</p>"))
                .status(HttpStatus.UNAUTHORIZED)
                .answer();
    }
}
