package org.firewarden.gate.decision;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one patient for a decision.
 *
 * @param consents the Consents in force of the patient and of those who are the same person ({@code Patient.link})
 * @param caregivers relative references to who takes care of the patient: general practitioners, members of care teams,
 *     participants and providers of encounters
 * @param breakGlassGrant the id of the caller's grant for this patient that is open now, or null
 */
public record PatientStanding(
        List<ConsentRule> consents,
        Set<String> caregivers,
        @Nullable String breakGlassGrant) {

    /** A patient of whom nothing is known. */
    public static final PatientStanding UNKNOWN = new PatientStanding(List.of(), Set.of(), null);

    /** Copies the collections. */
    public PatientStanding {
        consents = List.copyOf(consents);
        caregivers = Set.copyOf(caregivers);
    }

    boolean isInCareOf(Set<String> identities) {
        return caregivers.stream().anyMatch(identities::contains);
    }
}
