package org.firewarden.smart.journey;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.time.Clock;
import java.util.Optional;
import org.firewarden.smart.Endpoints;
import org.firewarden.smart.people.Acr;
import org.firewarden.smart.people.People;
import org.firewarden.smart.people.SignIn;
import org.firewarden.smart.signin.StepUp;
import org.firewarden.smart.web.OAuthErrors;
import org.firewarden.smart.web.RequestNotes;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * The authorization endpoint (RFC 6749, section 3.1), by GET and by POST, and the pages that follow it. An app that is not a browser
 * gets JSON and never a page.
 */
@RestController
public final class JourneyController {

    private static final String PAGE = Endpoints.AUTHORIZE + "/{id}";

    private final AuthorizationRequestReader reader;
    private final Journeys journeys;
    private final JourneyGuide guide;
    private final StepUp stepUp;
    private final People people;
    private final Clock clock;

    JourneyController(
            AuthorizationRequestReader reader,
            Journeys journeys,
            JourneyGuide guide,
            StepUp stepUp,
            People people,
            Clock clock) {
        this.people = people;
        this.reader = reader;
        this.journeys = journeys;
        this.guide = guide;
        this.stepUp = stepUp;
        this.clock = clock;
    }

    @GetMapping(Endpoints.AUTHORIZE)
    ResponseEntity<String> byGet(HttpServletRequest request) {
        return begin(request);
    }

    @PostMapping(path = Endpoints.AUTHORIZE, consumes = MediaType.APPLICATION_FORM_URLENCODED_VALUE)
    ResponseEntity<String> byPost(HttpServletRequest request) {
        return begin(request);
    }

    /** Whatever comes next. */
    @GetMapping(PAGE)
    ResponseEntity<String> next(@PathVariable String id, HttpServletRequest request) {
        return on(id, request, journey -> guide.next(journey, request));
    }

    @GetMapping(PAGE + "/patient")
    ResponseEntity<String> patients(@PathVariable String id, HttpServletRequest request) {
        return on(id, request, journey -> guide.showPatients(journey, request, ""));
    }

    @PostMapping(PAGE + "/patient")
    ResponseEntity<String> patient(@PathVariable String id, HttpServletRequest request) {
        return on(id, request, journey -> guide.choosePatient(journey, request));
    }

    @GetMapping(PAGE + "/encounter")
    ResponseEntity<String> encounters(@PathVariable String id, HttpServletRequest request) {
        return on(id, request, journey -> guide.showEncounters(journey, request));
    }

    @PostMapping(PAGE + "/encounter")
    ResponseEntity<String> encounter(@PathVariable String id, HttpServletRequest request) {
        return on(id, request, journey -> guide.chooseEncounter(journey, request));
    }

    @GetMapping(PAGE + "/consent")
    ResponseEntity<String> ask(@PathVariable String id, HttpServletRequest request) {
        return on(id, request, journey -> guide.askConsent(journey, request, false));
    }

    @PostMapping(PAGE + "/consent")
    ResponseEntity<String> consent(@PathVariable String id, HttpServletRequest request) {
        return on(id, request, journey -> guide.takeConsent(journey, request));
    }

    private ResponseEntity<String> begin(HttpServletRequest request) {
        RequestNotes notes = RequestNotes.of(request, "authorize");
        AuthorizationReading reading = reader.read(request.getParameterMap());
        if (reading instanceof AuthorizationReading.Unsafe unsafe) {
            return isBrowser(request)
                    ? JourneyPages.refused(unsafe.description()).answer()
                    : json(HttpStatus.BAD_REQUEST, "invalid_request", unsafe.description());
        }
        if (reading instanceof AuthorizationReading.Faulty faulty) {
            notes.error(faulty.error());
            return AppRedirect.error(faulty.redirectUri(), faulty.state(), faulty.error(), faulty.description());
        }
        AuthorizationRequest asked = ((AuthorizationReading.Valid) reading).request();
        notes.detail("client", asked.client().clientId());
        Optional<SignIn> signIn = SignIn.of(request.getSession(false));
        signIn.ifPresentOrElse(
                known -> tell(notes, known, asked.client().clientId()),
                () -> notes.client(asked.client().clientId()));
        boolean isTooOld = signIn.filter(known -> asked.isTooOld(known.at(), clock.instant()))
                .isPresent();
        if (signIn.isPresent() && (asked.wantsNewSignIn() || (isTooOld && asked.mayShowPages()))) {
            request.getSession().invalidate();
            signIn = Optional.empty();
        }
        boolean isWeak = signIn.filter(known -> isEnough(asked, known)).isEmpty();
        if ((isWeak || isTooOld) && !asked.mayShowPages()) {
            notes.error("login_required");
            return AppRedirect.error(
                    asked.redirectUri(),
                    asked.state(),
                    "login_required",
                    "Nobody is signed in as asked for, and no page may be shown.");
        }
        if (signIn.isEmpty() && !isBrowser(request)) {
            return json(HttpStatus.UNAUTHORIZED, "login_required", "A person must sign in here, in a browser.");
        }
        if (signIn.isEmpty()) {
            return signInFirst(asked, request);
        }
        Journey journey = journeys.begin(request.getSession(), asked);
        return isWeak
                ? stepUp.leadFrom(request, address(journey)).orElseGet(() -> guide.next(journey, request))
                : guide.next(journey, request);
    }

    /** What is shown on the way is shown to somebody, by way of an app. */
    private void tell(RequestNotes notes, SignIn signIn, String clientId) {
        people.find(signIn.subject()).ifPresent(person -> notes.person(person, clientId));
    }

    private boolean isEnough(AuthorizationRequest asked, SignIn signIn) {
        return !Acr.needsSecondFactor(asked.acrValues()) || stepUp.isStrong(signIn);
    }

    private static String address(Journey journey) {
        return Endpoints.AUTHORIZE + "/" + journey.id();
    }

    private ResponseEntity<String> signInFirst(AuthorizationRequest asked, HttpServletRequest request) {
        HttpSession session = request.getSession();
        Journey journey = journeys.begin(session, asked);
        StepUp.remember(session, address(journey));
        asked.wantedSignIn(journey.begun()).keepIn(session);
        return ResponseEntity.status(HttpStatus.FOUND)
                .header(HttpHeaders.LOCATION, Endpoints.LOGIN)
                .build();
    }

    /** A step on the way. */
    private interface Step {
        ResponseEntity<String> take(Journey journey);
    }

    private ResponseEntity<String> on(String id, HttpServletRequest request, Step step) {
        RequestNotes notes = RequestNotes.of(request, "authorize");
        @Nullable HttpSession session = request.getSession(false);
        Optional<SignIn> signIn = SignIn.of(session);
        Optional<Journey> journey = journeys.find(session, id);
        if (session == null || signIn.isEmpty() || journey.isEmpty()) {
            return JourneyPages.gone().answer();
        }
        tell(notes, signIn.get(), journey.get().request().client().clientId());
        AuthorizationRequest asked = journey.get().request();
        if (!asked.wantedSignIn(journey.get().begun()).isMetBy(signIn.get().at())) {
            // A provider elsewhere has known the person for longer than the app accepts.
            notes.error("login_required");
            journeys.end(session, journey.get());
            return AppRedirect.error(
                    asked.redirectUri(), asked.state(), "login_required", "The sign-in is older than was asked for.");
        }
        if (!isEnough(asked, signIn.get())) {
            return stepUp.leadFrom(request, address(journey.get()))
                    .orElseGet(() -> JourneyPages.gone().answer());
        }
        String person = signIn.get().subject();
        if (journey.get().subject() == null) {
            Journey own = journey.get().of(person);
            journeys.keep(session, own);
            return step.take(own);
        }
        return person.equals(journey.get().subject())
                ? step.take(journey.get())
                : JourneyPages.gone().answer();
    }

    private static boolean isBrowser(HttpServletRequest request) {
        String accepted = request.getHeader(HttpHeaders.ACCEPT);
        return accepted != null && accepted.contains(MediaType.TEXT_HTML_VALUE);
    }

    private static ResponseEntity<String> json(HttpStatus status, String error, String description) {
        return ResponseEntity.status(status)
                .cacheControl(CacheControl.noStore())
                .contentType(MediaType.APPLICATION_JSON)
                .body(OAuthErrors.body(error, description).toString());
    }
}
