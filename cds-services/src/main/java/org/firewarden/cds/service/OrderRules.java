package org.firewarden.cds.service;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.firewarden.access.CodedValue;
import org.firewarden.cds.hook.HookRequest;
import org.firewarden.cds.hook.Indicator;
import org.jspecify.annotations.Nullable;

/**
 * Which drafted drugs a model's number speaks against.
 *
 * @param outcome the code of the outcome that is compared
 * @param rules each drug group once
 */
record OrderRules(String outcome, List<Rule> rules) {

    /** Copies the rules. */
    OrderRules {
        rules = List.copyOf(rules);
    }

    /**
     * One drug group.
     *
     * @param drug what it is called
     * @param codes its codes
     * @param below the number below which the rule speaks
     * @param indicator how urgent a card is
     * @param text what the clinician is told
     * @param source where the rule comes from
     * @param alternative what could be ordered instead, or null
     */
    record Rule(
            String drug,
            Set<CodedValue> codes,
            double below,
            Indicator indicator,
            String text,
            String source,
            @Nullable Alternative alternative) {

        /** Copies the codes. */
        Rule {
            codes = Set.copyOf(codes);
        }
    }

    /** A drug that could be ordered instead. */
    record Alternative(String system, String code, String display) {}

    /** A drafted order and the rules about its drug, the strictest of those that speak first. */
    record Match(ObjectNode order, List<Rule> rules) {

        /** The rule that speaks at this number: of several the one with the lowest bound. */
        Optional<Rule> speaking(double value) {
            return rules.stream()
                    .filter(rule -> value < rule.below())
                    .min((one, other) -> Double.compare(one.below(), other.below()));
        }
    }

    /** The drafted orders whose drug is of interest: of the newly selected ones if the hook names those, else of all. */
    List<Match> matches(HookRequest request) {
        List<ObjectNode> drafts = request.drafts().reveal();
        List<Match> matches = new ArrayList<>();
        for (ObjectNode draft : drafts) {
            boolean isLookedAt = "MedicationRequest"
                            .equals(draft.path("resourceType").textValue())
                    && (request.selections().isEmpty() || request.selections().contains(reference(draft)));
            if (!isLookedAt) {
                continue;
            }
            Set<CodedValue> codes = codes(draft, drafts);
            List<Rule> about = rules.stream()
                    .filter(rule -> codes.stream().anyMatch(rule.codes()::contains))
                    .toList();
            if (!about.isEmpty()) {
                matches.add(new Match(draft, about));
            }
        }
        return matches;
    }

    static String reference(JsonNode resource) {
        return resource.path("resourceType").asText("") + "/"
                + resource.path("id").asText("");
    }

    /** The codes of the ordered drug: in the order, in a Medication inside it, or in a Medication beside it. */
    private static Set<CodedValue> codes(ObjectNode order, List<ObjectNode> drafts) {
        Set<CodedValue> codes = new HashSet<>(codings(order.path("medicationCodeableConcept")));
        String medication = order.path("medicationReference").path("reference").asText("");
        for (JsonNode contained : order.path("contained")) {
            if (medication.equals("#" + contained.path("id").asText(""))) {
                codes.addAll(codings(contained.path("code")));
            }
        }
        for (ObjectNode draft : drafts) {
            if (!medication.isEmpty() && medication.equals(reference(draft))) {
                codes.addAll(codings(draft.path("code")));
            }
        }
        return codes;
    }

    private static List<CodedValue> codings(JsonNode concept) {
        List<CodedValue> codes = new ArrayList<>();
        for (JsonNode coding : concept.path("coding")) {
            if (coding.path("system").isTextual() && coding.path("code").isTextual()) {
                codes.add(new CodedValue(
                        coding.path("system").textValue(), coding.path("code").textValue()));
            }
        }
        return codes;
    }
}
