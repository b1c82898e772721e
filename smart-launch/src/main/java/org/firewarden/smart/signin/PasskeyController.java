package org.firewarden.smart.signin;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.util.Optional;
import org.firewarden.audit.AuditKind;
import org.firewarden.smart.Endpoints;
import org.firewarden.smart.passkey.PasskeyAnswer;
import org.firewarden.smart.passkey.PasskeyChallenge;
import org.firewarden.smart.passkey.Passkeys;
import org.firewarden.smart.people.People;
import org.firewarden.smart.people.Person;
import org.firewarden.smart.people.SignIn;
import org.firewarden.smart.web.RequestNotes;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Takes the passkey that somebody shows, at the sign-in or as the second factor. It proves alone who it is, whoever's password was
 * typed before it. What was wrong with one is not said.
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
        boolean isStep =
                HalfSignIn.of(request.getSession(false), clock.instant()).isPresent()
                        || SignIn.of(request.getSession(false)).isPresent();
        RequestNotes notes = RequestNotes.of(request, isStep ? AuditKind.STEP_UP : AuditKind.SIGN_IN);
        Optional<Person> person = PasskeyChallenge.take(
                        request.getSession(false), PasskeyChallenge.Use.SIGN_IN, clock.instant())
                .flatMap(challenge -> passkeys.flatMap(all -> all.judge(challenge, PasskeyAnswer.of(request))))
                .flatMap(people::find);
        if (person.isEmpty()) {
            notes.error("passkey");
            return StrongSignIn.redirect(
                    isStep ? Endpoints.SECOND_FACTOR + "?refused" : Endpoints.LOGIN + "?passkey-refused");
        }
        notes.person(person.get());
        done.complete(person.get().name(), request, notes, "passkey");
        return StrongSignIn.redirect(done.back(request, response, Endpoints.APPS));
    }
}
