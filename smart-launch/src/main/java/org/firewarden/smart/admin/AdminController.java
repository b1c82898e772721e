package org.firewarden.smart.admin;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.Optional;
import org.firewarden.access.Role;
import org.firewarden.audit.AuditKind;
import org.firewarden.smart.Endpoints;
import org.firewarden.smart.approval.Approvals;
import org.firewarden.smart.client.ClientRegister;
import org.firewarden.smart.factor.SecondFactors;
import org.firewarden.smart.page.Html;
import org.firewarden.smart.page.Page;
import org.firewarden.smart.people.Passwords;
import org.firewarden.smart.people.People;
import org.firewarden.smart.people.PersonJson;
import org.firewarden.smart.people.SignIn;
import org.firewarden.smart.people.StoredPeople;
import org.firewarden.smart.session.StoredSessions;
import org.firewarden.smart.signin.StepUp;
import org.firewarden.smart.signing.SigningKeys;
import org.firewarden.smart.web.RequestNotes;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * The page of administrators: clients and people are registered, changed, suspended and let in again, and a new signing key can be made.
 * Each change is an audit event that names who and what, and no value.
 */
@RestController
public final class AdminController {

    private static final Duration AHEAD = Duration.ofHours(1);

    private final People people;
    private final StoredPeople stored;
    private final ClientRegister register;
    private final SigningKeys keys;
    private final StoredSessions sessions;
    private final Approvals approvals;
    private final SecondFactors factors;
    private final StepUp stepUp;

    /** Works on these. */
    public AdminController(
            People people,
            StoredPeople stored,
            ClientRegister register,
            SigningKeys keys,
            StoredSessions sessions,
            Approvals approvals,
            SecondFactors factors,
            StepUp stepUp) {
        this.approvals = approvals;
        this.people = people;
        this.stored = stored;
        this.register = register;
        this.keys = keys;
        this.sessions = sessions;
        this.factors = factors;
        this.stepUp = stepUp;
    }

    @GetMapping(Endpoints.ADMIN)
    ResponseEntity<String> show(HttpServletRequest request) {
        tell(RequestNotes.of(request, "administration"), request);
        return isAdministrator(request)
                ? stepUp.leadFrom(request, Endpoints.ADMIN)
                        .orElseGet(() -> page(request, new Html()).answer())
                : refused();
    }

    @PostMapping(Endpoints.ADMIN)
    ResponseEntity<String> change(HttpServletRequest request) {
        RequestNotes notes = RequestNotes.of(request, "administration-change");
        tell(notes, request);
        if (!isAdministrator(request)) {
            return refused();
        }
        Optional<ResponseEntity<String>> stronger = stepUp.leadFrom(request, Endpoints.ADMIN);
        if (stronger.isPresent()) {
            notes.error("second-factor-needed");
            return stronger.get();
        }
        String action = String.valueOf(request.getParameter("action"));
        String id = Optional.ofNullable(request.getParameter("id")).orElse("");
        try {
            Html told = act(action, id, request);
            notes.detail("action", action);
            notes.also(kind(action), action);
            if (!id.isEmpty()) {
                notes.detail("id", id);
            }
            notes.detail(
                    "by",
                    SignIn.of(request.getSession(false)).map(SignIn::subject).orElse(""));
            return page(request, told).answer();
        } catch (IllegalArgumentException e) {
            // Messages of registrations name a member and repeat no value.
            Html told = new Html()
                    .raw("<p class=\"alert\" role=\"alert\">Nothing was changed: ")
                    .text(String.valueOf(e.getMessage()))
                    .raw(".</p>");
            return page(request, told).status(HttpStatus.BAD_REQUEST).answer();
        }
    }

    /** Of an action that is known, since it was done. */
    private static AuditKind kind(String action) {
        return switch (action) {
            case "write-person", "suspend-person", "activate-person", "reset-second-factor" -> AuditKind.ACCOUNT_CHANGE;
            case "rotate-key" -> AuditKind.KEY_ROTATION;
            default -> AuditKind.CLIENT_CHANGE;
        };
    }

    private Html act(String action, String id, HttpServletRequest request) {
        return switch (action) {
            case "write-client" -> {
                ClientRegister.Written written = register.write(ClientRegister.parse(json(request)));
                yield written.secret() == null ? done() : secret(written.secret());
            }
            case "new-secret" ->
                register.newSecret(id)
                        .map(AdminController::secret)
                        .orElseThrow(() -> new IllegalArgumentException("this client has no secret"));
            case "suspend-client" -> {
                Html told = done(register.setActive(id, false));
                approvals.endAllOfClient(id, "suspended");
                yield told;
            }
            case "activate-client" -> done(register.setActive(id, true));
            case "write-person" -> {
                Optional<String> password =
                        Optional.ofNullable(request.getParameter("password")).filter(typed -> !typed.isEmpty());
                String name = stored.write(
                                PersonJson.parse(json(request)),
                                password.map(Passwords::require).map(Passwords.encoder()::encode))
                        .name();
                if (password.isPresent()) {
                    signOff(name, "password");
                }
                yield done();
            }
            case "suspend-person" -> {
                signOff(id, "suspended");
                yield done(stored.setActive(id, false));
            }
            case "reset-second-factor" -> {
                signOff(id, "second-factor");
                yield done(factors.remove(id));
            }
            case "activate-person" -> done(stored.setActive(id, true));
            case "rotate-key" -> {
                keys.rotate(AHEAD);
                yield done();
            }
            default -> throw new IllegalArgumentException("the action is not known");
        };
    }

    /** Whoever else had got in is out: sessions, and what apps were let do. */
    private void signOff(String name, String why) {
        sessions.endAllOf(name);
        approvals.endAllOf(name, false, why);
    }

    private static String json(HttpServletRequest request) {
        return Optional.ofNullable(request.getParameter("json")).orElse("");
    }

    private static Html done() {
        return new Html().raw("<p class=\"note\" role=\"status\">Done.</p>");
    }

    private static Html done(boolean isThere) {
        if (!isThere) {
            throw new IllegalArgumentException("there is none of this name");
        }
        return done();
    }

    private static Html secret(String secret) {
        return new Html()
                .raw("<p class=\"note\" role=\"status\">Done. The secret, shown this once: <code>")
                .text(secret)
                .raw("</code></p>");
    }

    private void tell(RequestNotes notes, HttpServletRequest request) {
        SignIn.of(request.getSession(false))
                .flatMap(signIn -> people.find(signIn.subject()))
                .ifPresent(notes::person);
    }

    private boolean isAdministrator(HttpServletRequest request) {
        return SignIn.of(request.getSession(false))
                .flatMap(signIn -> people.find(signIn.subject()))
                .map(person -> person.roles().contains(Role.ADMINISTRATOR))
                .orElse(false);
    }

    private static ResponseEntity<String> refused() {
        return Page.of("Not for you", new Html().raw("<p role=\"alert\">This page is for administrators.</p>"))
                .status(HttpStatus.FORBIDDEN)
                .answer();
    }

    private Page page(HttpServletRequest request, Html told) {
        Html body = new Html().add(told).raw("<h2>Clients</h2><ul>");
        register.all().forEach(row -> {
            body.raw("<li>").text(ClientRegister.toJson(row.client()).toString());
            body.add(button(
                    request,
                    row.isActive() ? "suspend-client" : "activate-client",
                    row.client().clientId(),
                    row.isActive() ? "Suspend" : "Let in again"));
            body.add(button(request, "new-secret", row.client().clientId(), "New secret"))
                    .raw("</li>");
        });
        body.raw("</ul>").add(jsonForm(request, "write-client", "Registration as JSON", false));
        body.raw("<h2>People</h2><ul>");
        stored.all().forEach(row -> {
            body.raw("<li>").text(PersonJson.write(row.person()).toString());
            body.add(button(
                    request,
                    row.isActive() ? "suspend-person" : "activate-person",
                    row.person().name(),
                    row.isActive() ? "Suspend" : "Let in again"));
            if (factors.isAskedOf(row.person().name())) {
                body.add(button(request, "reset-second-factor", row.person().name(), "Take the second factor of"));
            }
            body.raw("</li>");
        });
        body.raw("</ul>").add(jsonForm(request, "write-person", "Rights as JSON", true));
        body.raw("<h2>Signing key</h2>").add(button(request, "rotate-key", "", "Make a new one"));
        return Page.of("Clients and people", body.add(Page.signOff(request)));
    }

    private static Html button(HttpServletRequest request, String action, String id, String label) {
        Html content = new Html()
                .raw("<input type=\"hidden\" name=\"id\"")
                .attribute("value", id)
                .raw("><button type=\"submit\" name=\"action\"")
                .attribute("value", action)
                .raw(">")
                .text(label)
                .raw(" <span>")
                .text(id)
                .raw("</span></button>");
        return Page.form(request, Endpoints.ADMIN, content);
    }

    private static Html jsonForm(HttpServletRequest request, String action, String label, boolean hasPassword) {
        Html content = new Html()
                .raw("<p><label")
                .attribute("for", action)
                .raw(">")
                .text(label)
                .raw("</label><br><textarea name=\"json\" rows=\"8\" cols=\"60\" required")
                .attribute("id", action)
                .raw("></textarea></p>");
        if (hasPassword) {
            content.raw("<p><label for=\"password\">New password, or nothing to keep the old one</label><br>"
                    + "<input type=\"password\" id=\"password\" name=\"password\" autocomplete=\"new-password\"></p>");
        }
        content.raw("<button class=\"main\" type=\"submit\" name=\"action\"")
                .attribute("value", action)
                .raw(">Write</button>");
        return Page.form(request, Endpoints.ADMIN, content);
    }
}
