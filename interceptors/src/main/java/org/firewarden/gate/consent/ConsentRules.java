package org.firewarden.gate.consent;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.firewarden.gate.decision.ConsentRule;

/** Where active Consents are kept for decisions. */
public interface ConsentRules {

    /**
     * The rules of these patients by the patient's logical id, waivers for each patient among them, read now. What a waiver
     * permits it permits for the cohort of its study only (45 CFR 164.512(i)); what it denies within, it denies for each.
     *
     * @param cohorts for each of the patients the logical ids of the studies to whose cohort the patient belongs
     */
    Map<String, List<ConsentRule>> of(Map<String, Set<String>> cohorts);

    /** Puts a Consent in place of what was there of it; joins the transaction in progress. */
    void put(StoredConsent consent);

    /** Removes a Consent, if it is there; joins the transaction in progress. */
    void remove(String consentId);

    /**
     * Notes whether a study is approved or under way, since what is permitted for it depends on that; joins the transaction in
     * progress.
     */
    void putStudy(String studyId, boolean isOpen);
}
