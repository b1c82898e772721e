package org.firewarden.gate.query;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.rest.server.util.FhirContextSearchParamRegistry;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.firewarden.access.Caller;
import org.firewarden.access.ElementRules;
import org.firewarden.access.Interaction;
import org.firewarden.access.PurposeOfUse;
import org.firewarden.access.Role;
import org.firewarden.access.SmartScopes;
import org.firewarden.gate.decision.Confidentiality;
import org.firewarden.gate.decision.Policy;
import org.firewarden.gate.decision.PolicyRule;
import org.firewarden.gate.decision.TypeRule;
import org.firewarden.gate.enforcement.RegisteredSearchParameters;

/** Firewalls over the search parameters of FHIR R4, with policies that hide some elements. */
final class Firewalls {

    static final SearchParameters PARAMETERS = new RegisteredSearchParameters(
            FhirContext.forR4Cached(), new FhirContextSearchParamRegistry(FhirContext.forR4Cached()));

    private Firewalls() {}

    static Caller caller(String scopes) {
        return new Caller(
                "s",
                "c",
                Set.of(Role.CLINICIAN),
                SmartScopes.parse(scopes),
                PurposeOfUse.TREAT,
                "Practitioner/s",
                null,
                null,
                null,
                null);
    }

    /** Clinicians see everything but these elements. */
    static Policy hiding(String... masked) {
        return new Policy(List.of(rule("masked", Set.of(masked))), null, false, "test");
    }

    static PolicyRule rule(String id, Set<String> masked) {
        ElementRules elements = masked.isEmpty() ? ElementRules.all() : new ElementRules.Hiding(null, masked, Set.of());
        return new PolicyRule(
                id,
                Set.of(Role.CLINICIAN),
                Set.of(PurposeOfUse.TREAT),
                PolicyRule.CareRelationship.NOT_ASKED,
                PolicyRule.ConsentDefault.PERMIT,
                false,
                Confidentiality.V,
                Set.of(),
                Map.of(PolicyRule.EACH_OTHER_TYPE, new TypeRule(EnumSet.allOf(Interaction.class), elements)),
                Set.of(),
                100,
                false);
    }

    static QueryFirewall over(Policy policy) {
        return new QueryFirewall(PARAMETERS, () -> policy, QuerySettings.DEFAULT);
    }

    /** Keys and values in turn. */
    static Map<String, List<String>> query(String... keysAndValues) {
        Map<String, List<String>> query = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            query.merge(keysAndValues[i], List.of(keysAndValues[i + 1]), (some, more) -> {
                List<String> all = new ArrayList<>(some);
                all.addAll(more);
                return all;
            });
        }
        return query;
    }
}
