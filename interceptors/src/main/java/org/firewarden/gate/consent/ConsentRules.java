package org.firewarden.gate.consent;

import java.time.Instant;
import java.util.Set;
import org.firewarden.gate.decision.ConsentRule;
import org.firewarden.gate.decision.ConsentSnapshot;

/** Where the rules of active Consents are kept. */
public interface ConsentRules {

    /** The rules of these patients, read now. */
    ConsentSnapshot snapshot(Set<String> patientIds, Instant asOf);

    /** Puts the rule of a Consent in place of what was there; joins the transaction in progress. */
    void put(String patientId, ConsentRule rule);

    /** Removes the rule of a Consent, if there is one; joins the transaction in progress. */
    void remove(String consentId);
}
