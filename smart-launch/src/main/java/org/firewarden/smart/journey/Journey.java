package org.firewarden.smart.journey;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How far a person has come with one authorization request. It is the person's who first went on with it: another one who signs in in
 * the same browser begins anew.
 *
 * @param id names it in addresses of this browser
 * @param request what the app asked
 * @param begun when
 * @param subject the person, as soon as one has signed in
 * @param patient what was chosen, or null as long as nothing was
 * @param encounter what was chosen, or null as long as nothing was
 */
record Journey(
        String id,
        AuthorizationRequest request,
        Instant begun,
        @Nullable String subject,
        @Nullable Chosen patient,
        @Nullable Chosen encounter) {

    /**
     * An answer to a question.
     *
     * @param id a logical id, or null for none of them
     */
    record Chosen(@Nullable String id) {
        /** Says nothing of the patient. */
        @Override
        public String toString() {
            return "Chosen";
        }
    }

    static Journey begin(String id, AuthorizationRequest request, Instant now) {
        return new Journey(id, request, now, null, null, null);
    }

    Journey of(String person) {
        return new Journey(id, request, begun, person, patient, encounter);
    }

    /** With another patient, the encounter is asked again. */
    Journey withPatient(Chosen chosen) {
        return new Journey(id, request, begun, subject, chosen, null);
    }

    Journey withEncounter(Chosen chosen) {
        return new Journey(id, request, begun, subject, patient, chosen);
    }
}
