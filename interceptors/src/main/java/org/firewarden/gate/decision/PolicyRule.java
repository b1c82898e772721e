package org.firewarden.gate.decision;

import java.util.Map;
import java.util.Set;
import org.firewarden.access.Caller;
import org.firewarden.access.Interaction;
import org.firewarden.access.PurposeOfUse;
import org.firewarden.access.Role;
import org.jspecify.annotations.Nullable;

/**
 * What one role may see for one purpose, whatever the single patient has consented to (45 CFR 164.514(d), minimum necessary).
 *
 * @param id the name of the policy, as it stands in the audit trail
 * @param roles who is covered: a caller with one of these
 * @param purposes for what
 * @param relationship whether the caller must take care of the patient
 * @param consent what holds for a patient whose Consents are silent
 * @param recordsWithoutConsent true if writing does not ask for Consents: a Consent governs what is shown of a record, not
 *     that an interface engine writes down what was done and measured
 * @param ceiling the highest confidentiality that is shown
 * @param withheldSensitivities v3-ActCode sensitivity labels that are not shown at all
 * @param types what is open, by resource type; {@link #EACH_OTHER_TYPE} for each type about patients that is not named
 * @param operations the operations that are open, with their dollar sign
 * @param pageLimit the greatest page of a search
 * @param isBulkAllowed true if data of many patients may be exported
 */
public record PolicyRule(
        String id,
        Set<Role> roles,
        Set<PurposeOfUse> purposes,
        CareRelationship relationship,
        ConsentDefault consent,
        boolean recordsWithoutConsent,
        Confidentiality ceiling,
        Set<String> withheldSensitivities,
        Map<String, TypeRule> types,
        Set<String> operations,
        int pageLimit,
        boolean isBulkAllowed) {

    /** Stands in {@link #types} for each type about patients that is not named there. */
    public static final String EACH_OTHER_TYPE = "*";

    /** Whether somebody must take care of a patient to see the record. */
    public enum CareRelationship {
        /** No relationship is asked for. */
        NOT_ASKED,
        /** A patient who is in somebody's care is open to those only; a patient in nobody's care is open to each clinician. */
        IF_IN_CARE,
        /** Only who takes care of the patient. */
        REQUIRED
    }

    /** What holds for a patient whose Consents say nothing of the access. */
    public enum ConsentDefault {
        PERMIT,
        DENY
    }

    /** Copies the collections. */
    public PolicyRule {
        roles = Set.copyOf(roles);
        purposes = Set.copyOf(purposes);
        withheldSensitivities = Set.copyOf(withheldSensitivities);
        types = Map.copyOf(types);
        operations = Set.copyOf(operations);
    }

    boolean covers(Caller caller) {
        return purposes.contains(caller.purpose()) && caller.roles().stream().anyMatch(roles::contains);
    }

    /** What is open of a type, or null if nothing is. Types without patient data are open to reading unless they are named. */
    @Nullable
    TypeRule of(String resourceType) {
        TypeRule named = types.get(resourceType);
        if (named != null) {
            return named;
        }
        return ResourceTypes.isAboutPatients(resourceType) ? types.get(EACH_OTHER_TYPE) : null;
    }

    boolean opens(Interaction interaction, String resourceType) {
        TypeRule rule = of(resourceType);
        return rule != null && rule.interactions().contains(interaction);
    }
}
