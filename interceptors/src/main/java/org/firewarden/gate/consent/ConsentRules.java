package org.firewarden.gate.consent;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.firewarden.gate.decision.ConsentRule;

/** Where the rules of active Consents are kept. */
public interface ConsentRules {

    /** The rules of these patients by the patient's logical id, read now. */
    Map<String, List<ConsentRule>> of(Set<String> patientIds);

    /** Puts the rule of a Consent in place of what was there; joins the transaction in progress. */
    void put(String patientId, ConsentRule rule);

    /** Removes the rule of a Consent, if there is one; joins the transaction in progress. */
    void remove(String consentId);
}
