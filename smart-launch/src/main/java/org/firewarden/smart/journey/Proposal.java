package org.firewarden.smart.journey;

import java.util.Set;
import java.util.TreeSet;
import org.firewarden.access.SmartScopes;
import org.firewarden.smart.client.Ability;
import org.firewarden.smart.client.ClientRegistration;
import org.firewarden.smart.grant.GrantRequest;
import org.firewarden.smart.grant.LaunchScopes;
import org.firewarden.smart.grant.ScopeWords;
import org.firewarden.smart.launch.LaunchContext;
import org.firewarden.smart.launch.PreparedLaunch;
import org.firewarden.smart.people.Person;
import org.jspecify.annotations.Nullable;

/**
 * What comes next on a journey, as a pure function of the request, the person, the launch and what was chosen (SMART App Launch 2.2,
 * Scopes and Launch Context). A scope that cannot be granted falls away; it does not fail the request.
 *
 * @param words what could be granted
 * @param context the launch context so far
 * @param next what to do
 */
record Proposal(Set<String> words, LaunchContext context, Next next) {

    /** What to do next. */
    enum Next {
        /** Ask for a patient. */
        CHOOSE_PATIENT,
        /** Ask for an encounter of the patient. */
        CHOOSE_ENCOUNTER,
        /** Show what the app wants and let the person decide. */
        ASK_CONSENT,
        /** Grant it: the organisation has approved the app. */
        GRANT,
        /** Nothing is left to grant. */
        REFUSE_SCOPES,
        /** The launch is for somebody else, for another app, used, expired, or never was. */
        REFUSE_LAUNCH
    }

    Proposal {
        words = Set.copyOf(words);
    }

    /**
     * Decides.
     *
     * @param launch the launch that the request names, if it is there and unused
     */
    static Proposal of(Journey journey, Person person, @Nullable PreparedLaunch launch) {
        AuthorizationRequest request = journey.request();
        boolean isFromEhr = request.launch() != null;
        if (isFromEhr
                && (launch == null || !launch.isFor(request.client().clientId(), person.name(), person.fhirUser()))) {
            return new Proposal(Set.of(), LaunchContext.NONE, Next.REFUSE_LAUNCH);
        }
        LaunchContext context = launch == null ? LaunchContext.NONE : launch.context();
        if (context.patientId() != null && !GrantRequest.mayWorkWith(person, context.patientId())) {
            return new Proposal(Set.of(), LaunchContext.NONE, Next.REFUSE_LAUNCH);
        }
        Set<String> words = grantable(request, person, isFromEhr);
        if (context.patientId() == null && LaunchScopes.needPatient(words)) {
            if (person.patientId() == null && person.mayChoosePatient() && journey.patient() == null) {
                return new Proposal(words, context, Next.CHOOSE_PATIENT);
            }
            context = context.withPatient(
                    person.patientId() != null
                            ? person.patientId()
                            : journey.patient() == null
                                    ? null
                                    : journey.patient().id());
        }
        if (context.patientId() == null) {
            words = withoutPatient(words);
        } else if (words.contains(LaunchScopes.LAUNCH_ENCOUNTER) && context.encounterId() == null) {
            if (journey.encounter() == null) {
                return new Proposal(words, context, Next.CHOOSE_ENCOUNTER);
            }
            context = context.withEncounter(journey.encounter().id());
        }
        if (context.encounterId() == null) {
            words = without(words, LaunchScopes.LAUNCH_ENCOUNTER);
        }
        if (!LaunchScopes.areUseful(words)) {
            return new Proposal(words, context, Next.REFUSE_SCOPES);
        }
        return new Proposal(
                words, context, request.client().may(Ability.WITHOUT_CONSENT) ? Next.GRANT : Next.ASK_CONSENT);
    }

    private static Set<String> grantable(AuthorizationRequest request, Person person, boolean isFromEhr) {
        ClientRegistration client = request.client();
        SmartScopes ceiling = client.ceiling().meet(person.ceiling());
        Set<String> words = new TreeSet<>(ScopeWords.within(request.scopes(), ceiling));
        request.scopes().stream().filter(LaunchScopes.SUPPORTED::contains).forEach(words::add);
        if (!words.contains(LaunchScopes.OPENID) || person.fhirUser() == null) {
            words.remove(LaunchScopes.FHIR_USER);
        }
        if (!client.may(Ability.OFFLINE)) {
            words.remove(LaunchScopes.OFFLINE);
        }
        if (!client.may(Ability.ONLINE) || words.contains(LaunchScopes.OFFLINE)) {
            words.remove(LaunchScopes.ONLINE);
        }
        if (!isFromEhr) {
            words.remove(LaunchScopes.LAUNCH);
        }
        return words;
    }

    private static Set<String> withoutPatient(Set<String> words) {
        return without(ScopeWords.withoutPatient(words), LaunchScopes.LAUNCH_PATIENT, LaunchScopes.LAUNCH_ENCOUNTER);
    }

    private static Set<String> without(Set<String> words, String... dropped) {
        Set<String> kept = new TreeSet<>(words);
        kept.removeAll(Set.of(dropped));
        return kept;
    }
}
