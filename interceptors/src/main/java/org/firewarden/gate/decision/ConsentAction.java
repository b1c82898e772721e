package org.firewarden.gate.decision;

import java.util.Arrays;
import java.util.Optional;
import org.firewarden.access.Access;
import org.firewarden.access.PurposeOfUse;

/**
 * What a provision lets somebody do ({@code http://terminology.hl7.org/CodeSystem/consentaction}). FHIR does not say which
 * REST interaction is which action; here (45 CFR 160.103 for use and disclosure)
 *
 * <ul>
 *   <li>a create collects;
 *   <li>an update or a delete corrects, and may access, since an update answers with the resource;
 *   <li>a read or a search accesses;
 *   <li>what is read is used, but for the patient's own request, which is a disclosure to the patient;
 *   <li>what is read for payment or research may be disclosed too: to a payer, to a sponsor.
 * </ul>
 */
public enum ConsentAction {
    /** Gather. */
    COLLECT,
    /** Retrieve. */
    ACCESS,
    /** Work with what was retrieved. */
    USE,
    /** Give to somebody outside. */
    DISCLOSE,
    /** Change or remove. */
    CORRECT;

    /** The code system. */
    public static final String SYSTEM = "http://terminology.hl7.org/CodeSystem/consentaction";

    /** The action with this code, or empty. */
    public static Optional<ConsentAction> ofCode(String code) {
        return Arrays.stream(values())
                .filter(action -> action.name().equalsIgnoreCase(code))
                .findFirst();
    }

    ConsentMatch match(Access access, PurposeOfUse purpose) {
        return switch (access.interaction()) {
            case CREATE -> ConsentMatch.of(this == COLLECT);
            case UPDATE, DELETE -> this == CORRECT ? ConsentMatch.YES : ifReading(ConsentMatch.UNCERTAIN, purpose);
            case READ, SEARCH -> ifReading(ConsentMatch.YES, purpose);
        };
    }

    private ConsentMatch ifReading(ConsentMatch reading, PurposeOfUse purpose) {
        boolean mayLeave = purpose == PurposeOfUse.HPAYMT || purpose == PurposeOfUse.HRESCH;
        return switch (this) {
            case ACCESS -> reading;
            case USE -> purpose == PurposeOfUse.PATRQT ? ConsentMatch.NO : reading;
            case DISCLOSE ->
                purpose == PurposeOfUse.PATRQT ? reading : mayLeave ? ConsentMatch.UNCERTAIN : ConsentMatch.NO;
            case COLLECT, CORRECT -> ConsentMatch.NO;
        };
    }
}
