package org.firewarden.gate.policy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.firewarden.access.PurposeOfUse;
import org.firewarden.access.Role;
import org.firewarden.gate.decision.Confidentiality;
import org.firewarden.gate.decision.PolicyRule;
import org.firewarden.gate.decision.TypeRule;
import org.hl7.fhir.exceptions.FHIRException;
import org.hl7.fhir.r4.model.codesystems.V3ActCode;
import org.jspecify.annotations.Nullable;

/** A policy file whose form is good, on its way to a rule. */
final class PolicyDraft {

    private static final int USUAL_PAGE_LIMIT = 100;

    /** The operation that {@code bulk} opens. It stands in no list, so that the two cannot disagree. */
    private static final String EXPORT = "$export";

    private final String file;
    private final YamlDocument document;
    private final @Nullable Map<String, TypeRule> types;

    private PolicyDraft(String file, YamlDocument document, @Nullable Map<String, TypeRule> types) {
        this.file = file;
        this.document = document;
        this.types = types;
    }

    static PolicyDraft of(String file, YamlDocument document, R4Elements elements, List<PolicyProblem> problems) {
        Map<String, TypeRule> types =
                document.tree().has("types") ? new TypeRules(file, document, elements, problems).compile() : null;
        PolicyDraft draft = new PolicyDraft(file, document, types);
        boolean isBorrowing = document.tree().has("types-of");
        if (isBorrowing == (types != null)) {
            problems.add(draft.problem("", "a policy has either types or types-of"));
        }
        if (draft.texts("operations").contains(EXPORT)) {
            problems.add(draft.problem("/operations", "$export is opened by 'bulk: true'"));
        }
        for (String label : draft.texts("withheld")) {
            if (!isActCode(label)) {
                problems.add(draft.problem("/withheld", "'" + label + "' is not a code of v3-ActCode"));
            }
        }
        return draft;
    }

    String id() {
        return document.tree().path("policy").asText();
    }

    String file() {
        return file;
    }

    PolicyProblem problem(String pointer, String reason) {
        return new PolicyProblem(file, document.line(pointer), reason);
    }

    PolicyRule toRule(Map<String, PolicyDraft> all, List<PolicyProblem> problems) {
        JsonNode tree = document.tree();
        return new PolicyRule(
                id(),
                texts("roles").stream()
                        .map(code -> Role.ofCode(code).orElseThrow())
                        .collect(Collectors.toCollection(() -> EnumSet.noneOf(Role.class))),
                texts("purposes").stream()
                        .map(code -> PurposeOfUse.ofCode(code).orElseThrow())
                        .collect(Collectors.toCollection(() -> EnumSet.noneOf(PurposeOfUse.class))),
                PolicyRule.CareRelationship.valueOf(constant("relationship", "required")),
                PolicyRule.ConsentDefault.valueOf(constant("consent", "deny")),
                tree.path("records-without-consent").asBoolean(false),
                Confidentiality.valueOf(constant("ceiling", "N")),
                texts("withheld"),
                types == null ? borrowedTypes(all, problems) : types,
                operations(),
                tree.path("page-limit").asInt(USUAL_PAGE_LIMIT),
                tree.path("bulk").asBoolean(false));
    }

    private Set<String> operations() {
        Set<String> operations = texts("operations");
        if (document.tree().path("bulk").asBoolean(false)) {
            operations.add(EXPORT);
        }
        return operations;
    }

    private Map<String, TypeRule> borrowedTypes(Map<String, PolicyDraft> all, List<PolicyProblem> problems) {
        PolicyDraft lender = all.get(document.tree().path("types-of").asText());
        if (lender == null || lender.types == null) {
            problems.add(problem(
                    "/types-of",
                    lender == null
                            ? "there is no policy of that name"
                            : "the policy of that name has no types of its own"));
            return Map.of();
        }
        return lender.types;
    }

    private Set<String> texts(String key) {
        return StreamSupport.stream(document.tree().path(key).spliterator(), false)
                .map(JsonNode::asText)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private String constant(String key, String usual) {
        return document.tree().path(key).asText(usual).toUpperCase(Locale.ROOT).replace('-', '_');
    }

    private static boolean isActCode(String label) {
        try {
            return V3ActCode.fromCode(label) != null;
        } catch (FHIRException e) {
            // The model says no by throwing; the answer is the same.
            return false;
        }
    }
}
