package org.firewarden.smart.journey;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.firewarden.access.Caller;
import org.firewarden.access.PurposeOfUse;
import org.firewarden.access.SmartScopes;
import org.firewarden.phi.Phi;
import org.firewarden.record.LaunchChoices;
import org.firewarden.record.LaunchChoices.Choice;
import org.firewarden.smart.EmbeddedSettings;
import org.firewarden.smart.approval.Approval;
import org.firewarden.smart.approval.Approvals;
import org.firewarden.smart.approval.Renewal;
import org.firewarden.smart.consent.ConsentAnswer;
import org.firewarden.smart.consent.ConsentItem;
import org.firewarden.smart.grant.LaunchScopes;
import org.firewarden.smart.launch.LaunchContext;
import org.firewarden.smart.launch.PreparedLaunch;
import org.firewarden.smart.launch.PreparedLaunches;
import org.firewarden.smart.people.People;
import org.firewarden.smart.people.Person;
import org.firewarden.smart.people.SignIn;
import org.firewarden.smart.web.RequestNotes;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;

/**
 * Leads a person through a journey: asks {@link Proposal} what comes next, shows it, takes the answer, and ends with a code or an
 * error at the app. What a form sends is checked anew against what could have been chosen.
 */
final class JourneyGuide {

    private static final int LONGEST_NAME = 100;
    private static final SmartScopes TO_CHOOSE = SmartScopes.parse("user/Patient.rs user/Encounter.rs");

    private final Journeys journeys;
    private final People people;
    private final PreparedLaunches launches;
    private final Approvals approvals;
    private final LaunchChoices choices;
    private final EmbeddedSettings settings;
    private final Clock clock;

    JourneyGuide(
            Journeys journeys,
            People people,
            PreparedLaunches launches,
            Approvals approvals,
            LaunchChoices choices,
            EmbeddedSettings settings,
            Clock clock) {
        this.journeys = journeys;
        this.people = people;
        this.launches = launches;
        this.approvals = approvals;
        this.choices = choices;
        this.settings = settings;
        this.clock = clock;
    }

    ResponseEntity<String> next(Journey journey, HttpServletRequest request) {
        Optional<Person> person = person(request);
        if (person.isEmpty()) {
            return refuse(journey, request, "access_denied", "This user cannot use apps.");
        }
        Proposal proposal = propose(journey, person.get());
        return switch (proposal.next()) {
            case CHOOSE_PATIENT -> page(journey, request, "patient");
            case CHOOSE_ENCOUNTER -> page(journey, request, "encounter");
            case ASK_CONSENT -> page(journey, request, "consent");
            case GRANT ->
                grant(
                        journey,
                        request,
                        person.get(),
                        proposal,
                        proposal.words(),
                        person.get().usualPurpose());
            case REFUSE_SCOPES ->
                refuse(journey, request, "invalid_scope", "None of the scopes can be granted to this user.");
            case REFUSE_LAUNCH ->
                refuse(journey, request, "invalid_request", "The launch is not good for this user and app.");
        };
    }

    ResponseEntity<String> showPatients(Journey journey, HttpServletRequest request, String name) {
        return at(
                Proposal.Next.CHOOSE_PATIENT,
                journey,
                request,
                (person, proposal) -> JourneyPages.choosePatient(
                                request, journey, choices.patients(caller(journey, person), Phi.of(name)), name)
                        .answer());
    }

    ResponseEntity<String> choosePatient(Journey journey, HttpServletRequest request) {
        return at(Proposal.Next.CHOOSE_PATIENT, journey, request, (person, proposal) -> {
            String action = String.valueOf(request.getParameter(JourneyPages.ACTION));
            String name =
                    Optional.ofNullable(request.getParameter(JourneyPages.NAME)).orElse("");
            if (action.equals("none")) {
                return goOn(journey.withPatient(new Journey.Chosen(null)), request);
            }
            String chosen = request.getParameter(JourneyPages.CHOSEN);
            if (action.equals("choose")
                    && chosen != null
                    && choices.patient(caller(journey, person), chosen).isPresent()) {
                return goOn(journey.withPatient(new Journey.Chosen(chosen)), request);
            }
            return showPatients(journey, request, name.length() > LONGEST_NAME ? "" : name.strip());
        });
    }

    ResponseEntity<String> showEncounters(Journey journey, HttpServletRequest request) {
        return at(
                Proposal.Next.CHOOSE_ENCOUNTER,
                journey,
                request,
                (person, proposal) -> JourneyPages.chooseEncounter(
                                request, journey, encounters(journey, person, proposal))
                        .answer());
    }

    ResponseEntity<String> chooseEncounter(Journey journey, HttpServletRequest request) {
        return at(Proposal.Next.CHOOSE_ENCOUNTER, journey, request, (person, proposal) -> {
            String chosen = request.getParameter(JourneyPages.CHOSEN);
            if ("none".equals(request.getParameter(JourneyPages.ACTION))) {
                return goOn(journey.withEncounter(new Journey.Chosen(null)), request);
            }
            boolean isOffered = encounters(journey, person, proposal).stream()
                    .anyMatch(choice -> choice.id().equals(chosen));
            return isOffered
                    ? goOn(journey.withEncounter(new Journey.Chosen(chosen)), request)
                    : showEncounters(journey, request);
        });
    }

    ResponseEntity<String> askConsent(Journey journey, HttpServletRequest request, boolean isEmptyAnswer) {
        return at(
                Proposal.Next.ASK_CONSENT,
                journey,
                request,
                (person, proposal) -> JourneyPages.consent(
                                request,
                                journey,
                                person,
                                items(person, proposal),
                                patient(journey, person, proposal),
                                isEmptyAnswer)
                        .answer());
    }

    ResponseEntity<String> takeConsent(Journey journey, HttpServletRequest request) {
        return at(Proposal.Next.ASK_CONSENT, journey, request, (person, proposal) -> {
            String action = request.getParameter(JourneyPages.ACTION);
            if ("deny".equals(action)) {
                RequestNotes.of(request).detail("consent", "denied");
                return refuse(journey, request, "access_denied", "The user did not let the app in.");
            }
            String[] ticked = request.getParameterValues(JourneyPages.TICKED);
            Set<String> numbers =
                    ticked == null ? Set.of() : Arrays.stream(ticked).collect(Collectors.toUnmodifiableSet());
            Set<String> granted = ConsentAnswer.of(proposal.words(), items(person, proposal), numbers);
            if (!"allow".equals(action) || !LaunchScopes.areUseful(granted)) {
                return askConsent(journey, request, true);
            }
            return grant(journey, request, person, proposal, granted, purpose(person, request));
        });
    }

    private ResponseEntity<String> grant(
            Journey journey,
            HttpServletRequest request,
            Person person,
            Proposal proposal,
            Set<String> words,
            PurposeOfUse purpose) {
        AuthorizationRequest asked = journey.request();
        Optional<SignIn> signIn = SignIn.of(request.getSession(false));
        if (signIn.isEmpty() || !journeys.end(request.getSession(), journey)) {
            return JourneyPages.gone().answer();
        }
        if (asked.launch() != null && !launches.use(asked.launch())) {
            RequestNotes.of(request).error("launch-used");
            return AppRedirect.error(
                    asked.redirectUri(), asked.state(), "invalid_request", "The launch was used before.");
        }
        LaunchContext context = proposal.context()
                .withDefaults(
                        settings.styleUrl() == null ? null : settings.styleUrl().toString(), settings.tenant());
        Instant now = clock.instant();
        Approval approval = new Approval(
                UUID.randomUUID(),
                asked.client().clientId(),
                person.name(),
                words,
                purpose,
                context.patientId() == null ? context : context.withBanner(),
                signIn.get().acr(),
                signIn.get().at(),
                asked.nonce(),
                renewal(words),
                asked.keyThumbprint(),
                now,
                now);
        String code = approvals.approve(approval, asked.redirectUri(), asked.challenge());
        RequestNotes notes = RequestNotes.of(request);
        notes.caller(caller(journey, person));
        notes.detail("consent", "given");
        notes.detail("client", asked.client().clientId());
        notes.detail("approval", approval.id().toString());
        notes.patient(context.patientId());
        return AppRedirect.code(asked.redirectUri(), asked.state(), code);
    }

    private ResponseEntity<String> refuse(
            Journey journey, HttpServletRequest request, String error, String description) {
        RequestNotes.of(request).error(error);
        journeys.end(request.getSession(), journey);
        AuthorizationRequest asked = journey.request();
        return AppRedirect.error(asked.redirectUri(), asked.state(), error, description);
    }

    private ResponseEntity<String> goOn(Journey journey, HttpServletRequest request) {
        journeys.keep(request.getSession(), journey);
        return redirect("/oauth2/authorize/" + journey.id());
    }

    private ResponseEntity<String> page(Journey journey, HttpServletRequest request, String page) {
        return journey.request().mayShowPages()
                ? redirect(JourneyPages.address(journey, page))
                : refuse(
                        journey,
                        request,
                        page.equals("consent") ? "consent_required" : "interaction_required",
                        "A page would have to be shown.");
    }

    private static ResponseEntity<String> redirect(String address) {
        return ResponseEntity.status(HttpStatus.SEE_OTHER)
                .header(HttpHeaders.LOCATION, address)
                .build();
    }

    /** What a page shows or takes. */
    private interface Answer {
        ResponseEntity<String> give(Person person, Proposal proposal);
    }

    /** A page that is asked for out of turn leads to the one whose turn it is. */
    private ResponseEntity<String> at(Proposal.Next turn, Journey journey, HttpServletRequest request, Answer answer) {
        Optional<Person> person = person(request);
        if (person.isEmpty()) {
            return next(journey, request);
        }
        Proposal proposal = propose(journey, person.get());
        return proposal.next() == turn ? answer.give(person.get(), proposal) : next(journey, request);
    }

    private Proposal propose(Journey journey, Person person) {
        String launch = journey.request().launch();
        PreparedLaunch prepared = launch == null ? null : launches.find(launch).orElse(null);
        return Proposal.of(journey, person, prepared);
    }

    private Optional<Person> person(HttpServletRequest request) {
        return SignIn.of(request.getSession(false)).flatMap(signIn -> people.find(signIn.subject()));
    }

    private List<Choice> encounters(Journey journey, Person person, Proposal proposal) {
        String patient = proposal.context().patientId();
        return patient == null ? List.of() : choices.encounters(caller(journey, person), patient);
    }

    private @Nullable Choice patient(Journey journey, Person person, Proposal proposal) {
        String patient = proposal.context().patientId();
        return patient == null || patient.equals(person.patientId())
                ? null
                : choices.patient(caller(journey, person), patient).orElse(null);
    }

    private static List<ConsentItem> items(Person person, Proposal proposal) {
        return ConsentItem.of(proposal.words(), person.patientId() != null);
    }

    /** The person as the gate sees whoever chooses: with the own rights, to look for patients and encounters only. */
    private static Caller caller(Journey journey, Person person) {
        return new Caller(
                person.name(),
                journey.request().client().clientId(),
                person.roles(),
                TO_CHOOSE.meet(person.ceiling()),
                person.usualPurpose(),
                person.fhirUser(),
                null,
                null,
                null,
                null);
    }

    private static PurposeOfUse purpose(Person person, HttpServletRequest request) {
        String chosen = request.getParameter(JourneyPages.PURPOSE);
        return Optional.ofNullable(chosen)
                .flatMap(PurposeOfUse::ofCode)
                .filter(person.purposes()::contains)
                .orElse(person.usualPurpose());
    }

    private static Renewal renewal(Set<String> words) {
        if (words.contains(LaunchScopes.OFFLINE)) {
            return Renewal.OFFLINE;
        }
        return words.contains(LaunchScopes.ONLINE) ? Renewal.ONLINE : Renewal.NONE;
    }
}
