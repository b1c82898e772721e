package org.firewarden.gate.consent;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.DataFormatException;
import org.firewarden.gate.decision.ConsentRule;
import org.hl7.fhir.r4.model.Consent;

/**
 * The form in which a Consent is kept for decisions: the Consent itself, without what does not decide. There is no second
 * language to keep in step with FHIR, and a later version reads with its own eyes what an earlier one kept.
 */
final class ConsentText {

    private ConsentText() {}

    static String of(Consent consent) {
        Consent kept = new Consent();
        kept.setId(consent.getIdElement().getIdPart());
        kept.setStatus(consent.getStatus());
        kept.setScope(consent.getScope());
        kept.setCategory(consent.getCategory());
        kept.setPatient(consent.getPatient());
        kept.setDateTimeElement(consent.getDateTimeElement());
        kept.setPerformer(consent.getPerformer());
        kept.setPolicy(consent.getPolicy());
        kept.setPolicyRule(consent.getPolicyRule());
        kept.setProvision(consent.getProvision());
        kept.setExtension(consent.getExtensionsByUrl(ConsentReader.STUDY));
        return FhirContext.forR4Cached().newJsonParser().encodeResourceToString(kept);
    }

    /**
     * What a text means that was kept.
     *
     * @param rule what it says
     * @param isWaiver true if its permits hold in the cohort of its study only
     */
    record Meaning(ConsentRule rule, boolean isWaiver) {}

    /** The rule in a text that was kept. What cannot be read any more denies everything. */
    static Meaning meaning(String consentId, String text) {
        try {
            Consent consent = FhirContext.forR4Cached().newJsonParser().parseResource(Consent.class, text);
            return ConsentReader.read(consent) instanceof ConsentReading.Rule rule
                    ? new Meaning(rule.rule(), rule.isWaiver())
                    : new Meaning(ConsentRule.denyingAll(consentId), false);
        } catch (DataFormatException e) {
            // Denying is safe; the message of the cause could quote the Consent, so it is left behind.
            return new Meaning(ConsentRule.denyingAll(consentId), false);
        }
    }
}
