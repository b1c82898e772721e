package org.firewarden.smart.signin;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.util.Optional;
import org.firewarden.audit.AuditKind;
import org.firewarden.smart.Endpoints;
import org.firewarden.smart.SignInSettings;
import org.firewarden.smart.factor.SecondFactors;
import org.firewarden.smart.people.Acr;
import org.firewarden.smart.people.SignIn;
import org.firewarden.smart.people.WantedSignIn;
import org.firewarden.smart.upstream.Admission;
import org.firewarden.smart.upstream.UpstreamConversation;
import org.firewarden.smart.upstream.UpstreamPeople;
import org.firewarden.smart.web.RequestNotes;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Sends a browser to the hospital's OpenID provider and takes it back. Who comes back is signed in as whom the provider says, as strongly
 * as it says, since when it says; who has a second factor here, or must have one, shows it unless the provider has asked for two. What
 * was wrong is not said, and nothing that came with the browser is shown.
 */
@RestController
public final class UpstreamController {

    /** Asks the provider for more than a password. */
    static final String STRONGER = Endpoints.UPSTREAM + "?stronger";

    /** Where somebody is told that it did not work. */
    private static final String REFUSED = Endpoints.LOGIN + "?upstream-refused";

    /**
     * With a provider.
     *
     * @param conversation with it
     * @param people who they are here
     */
    record Provider(UpstreamConversation conversation, UpstreamPeople people) {}

    private final Optional<Provider> provider;
    private final SecondFactors factors;
    private final SignInSettings settings;
    private final StrongSignIn done;
    private final Clock clock;

    UpstreamController(
            Optional<Provider> provider,
            SecondFactors factors,
            SignInSettings settings,
            StrongSignIn done,
            Clock clock) {
        this.provider = provider;
        this.factors = factors;
        this.settings = settings;
        this.done = done;
        this.clock = clock;
    }

    @GetMapping(Endpoints.UPSTREAM)
    ResponseEntity<String> begin(HttpServletRequest request, HttpServletResponse response) {
        if (provider.isEmpty()) {
            return ResponseEntity.notFound().build();
        }
        WantedSignIn wanted = WantedSignIn.of(request.getSession());
        WantedSignIn now = request.getParameter("stronger") == null ? wanted : wanted.strongly();
        return Redirect.to(provider.get().conversation().begin(now, request, response));
    }

    @GetMapping(Endpoints.UPSTREAM_ANSWER)
    ResponseEntity<String> take(HttpServletRequest request, HttpServletResponse response) {
        if (provider.isEmpty()) {
            return ResponseEntity.notFound().build();
        }
        boolean isStep =
                HalfSignIn.of(request.getSession(false), clock.instant()).isPresent()
                        || SignIn.of(request.getSession(false)).isPresent();
        RequestNotes notes = RequestNotes.of(request, isStep ? AuditKind.STEP_UP : AuditKind.SIGN_IN);
        notes.detail("method", "upstream");
        UpstreamConversation.Answer answer = provider.get().conversation().take(request, response);
        if (answer instanceof UpstreamConversation.Answer.Good good) {
            Admission admission = provider.get()
                    .people()
                    .admit(good.token(), WantedSignIn.of(request.getSession(false)), clock.instant());
            if (admission instanceof Admission.Admitted admitted) {
                return admit(admitted, request, response, notes);
            }
            return refuse((Admission.Refused) admission, notes);
        }
        return refuse(new Admission.Refused(((UpstreamConversation.Answer.Refused) answer).reason()), notes);
    }

    private ResponseEntity<String> admit(
            Admission.Admitted admitted, HttpServletRequest request, HttpServletResponse response, RequestNotes notes) {
        String name = admitted.person().name();
        notes.person(admitted.person());
        admitted.change().ifPresent(change -> notes.also(AuditKind.ACCOUNT_CHANGE, change));
        boolean isAsked = factors.isAskedOf(name)
                || settings.needsSecondFactor(admitted.person().roles());
        if (isAsked && !admitted.isStrong()) {
            done.half(name, request, notes);
            return Redirect.to(Endpoints.SECOND_FACTOR);
        }
        String acr = admitted.isStrong() ? Acr.STEP_UP : Acr.PASSWORD;
        done.complete(new SignIn(name, admitted.at(), acr), request, response, notes, "upstream");
        return Redirect.to(done.back(request, response, Endpoints.APPS));
    }

    private static ResponseEntity<String> refuse(Admission.Refused refused, RequestNotes notes) {
        refused.person().ifPresent(notes::person);
        refused.change().ifPresent(change -> notes.also(AuditKind.ACCOUNT_CHANGE, change));
        notes.error(refused.reason());
        return Redirect.to(REFUSED);
    }
}
