package org.firewarden.smart.signin;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.time.Clock;
import java.util.Optional;
import org.firewarden.audit.AuditKind;
import org.firewarden.smart.Endpoints;
import org.firewarden.smart.passkey.PasskeyAnswer;
import org.firewarden.smart.passkey.PasskeyChallenge;
import org.firewarden.smart.passkey.Passkeys;
import org.firewarden.smart.passkey.ShownPasskey;
import org.firewarden.smart.people.People;
import org.firewarden.smart.people.Person;
import org.firewarden.smart.people.SignIn;
import org.firewarden.smart.web.RequestNotes;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Takes the passkey that somebody shows, at the sign-in or as the second factor. At the sign-in it proves alone who it is; as the second
 * factor it is that person's whose password was typed, and nobody else comes in by it. What was wrong with one is told to the ledger only.
 */
@RestController
public final class PasskeyController {

    private final Optional<Passkeys> passkeys;
    private final People people;
    private final StrongSignIn done;
    private final Clock clock;

    PasskeyController(Optional<Passkeys> passkeys, People people, StrongSignIn done, Clock clock) {
        this.passkeys = passkeys;
        this.people = people;
        this.done = done;
        this.clock = clock;
    }

    @PostMapping(Endpoints.PASSKEY)
    ResponseEntity<String> take(HttpServletRequest request, HttpServletResponse response) {
        Optional<PasskeyChallenge> challenge =
                PasskeyChallenge.take(request.getSession(false), PasskeyChallenge.Use.SIGN_IN, clock.instant());
        boolean isStep = challenge.filter(made -> made.person() != null).isPresent();
        RequestNotes notes = RequestNotes.of(request, isStep ? AuditKind.STEP_UP : AuditKind.SIGN_IN);
        ShownPasskey shown = passkeys.flatMap(all -> challenge.map(made -> all.judge(made, PasskeyAnswer.of(request))))
                .orElse(ShownPasskey.NONE);
        Optional<Person> said = Optional.ofNullable(shown.person()).flatMap(people::find);
        said.ifPresent(notes::person);
        Optional<Person> person = shown.owner().flatMap(people::find).filter(found -> isStill(challenge, request));
        if (person.isEmpty()) {
            notes.error(shown.verdict() == ShownPasskey.Verdict.COPIED ? "passkey-copied" : "passkey");
            return Redirect.to(isStep ? Endpoints.SECOND_FACTOR + "?refused" : Endpoints.LOGIN + "?passkey-refused");
        }
        done.complete(person.get().name(), request, response, notes, "passkey");
        return Redirect.to(done.back(request, response, Endpoints.APPS));
    }

    /** Whether it is still the one who was asked whose password was right, or who is signed in; anybody may sign in. */
    private boolean isStill(Optional<PasskeyChallenge> challenge, HttpServletRequest request) {
        Optional<String> asked = challenge.map(PasskeyChallenge::person);
        HttpSession session = request.getSession(false);
        return asked.isEmpty()
                || asked.equals(HalfSignIn.of(session, clock.instant())
                        .map(HalfSignIn::subject)
                        .or(() -> SignIn.of(session).map(SignIn::subject)));
    }
}
