package org.firewarden.gate.standing;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.firewarden.access.Caller;
import org.firewarden.gate.decision.ConsentRule;
import org.jspecify.annotations.Nullable;

/**
 * What the tables say of one patient record by itself, whoever asks.
 *
 * @param patientId the logical id
 * @param consents the Consents of this record, and the waivers, which permit for the cohort of their study only
 * @param links the records that this one is linked with, directly and either way
 * @param caregivers who takes care, as relative references
 * @param teams the care teams that are named as caregivers, whether or not they count
 * @param grants the break-glass grants that are not withdrawn
 * @param validity when this holds, as long as no row changes
 */
record PatientRecord(
        String patientId,
        List<ConsentRule> consents,
        Set<String> links,
        Set<String> caregivers,
        Set<String> teams,
        List<Grant> grants,
        Holding validity) {

    /** Copies the collections. */
    PatientRecord {
        consents = List.copyOf(consents);
        links = Set.copyOf(links);
        caregivers = Set.copyOf(caregivers);
        teams = Set.copyOf(teams);
        grants = List.copyOf(grants);
    }

    /**
     * A break-glass grant.
     *
     * @param id its id
     * @param subject whose
     * @param fhirUser whose, as a reference, or null
     * @param openedAt from when
     * @param expiresAt until when
     */
    record Grant(String id, String subject, @Nullable String fhirUser, Instant openedAt, Instant expiresAt) {

        /** A grant is for treatment: under another purpose its holder has none. */
        boolean isOpenTo(Caller caller, Instant asOf) {
            return caller.purpose().isTreating()
                    && subject.equals(caller.subject())
                    && (fhirUser == null ? caller.fhirUser() == null : fhirUser.equals(caller.fhirUser()))
                    && !openedAt.isAfter(asOf)
                    && expiresAt.isAfter(asOf);
        }
    }

    /** The grant of this caller that is open, or null. */
    @Nullable
    String grant(Caller caller, Instant asOf) {
        for (Grant grant : grants) {
            if (grant.isOpenTo(caller, asOf)) {
                return grant.id();
            }
        }
        return null;
    }

    /** False if a Consent depends on what resources refer to, of which nobody notes the changes. */
    boolean isKeepable() {
        return consents.stream().allMatch(consent -> consent.related().isEmpty());
    }
}
