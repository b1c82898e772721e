package org.firewarden.gate.consent;

import org.jspecify.annotations.Nullable;

/**
 * One active Consent as it is kept for decisions.
 *
 * @param consentId its logical id
 * @param patientId the patient's logical id; null if it is about each patient
 * @param studyId the logical id of the study on which its permits depend, or null
 * @param text what it says, as {@link ConsentText} writes it
 */
public record StoredConsent(
        String consentId,
        @Nullable String patientId,
        @Nullable String studyId,
        String text) {}
