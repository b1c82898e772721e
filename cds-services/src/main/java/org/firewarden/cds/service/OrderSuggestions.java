package org.firewarden.cds.service;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.firewarden.cds.hook.Suggestion;
import org.firewarden.cds.hook.Suggestion.Action;

/**
 * What a clinician may have done with a drafted order that a rule speaks against: another drug in its place, or no order. The
 * other order is a draft again, without a dose: that is for the clinician to write.
 */
final class OrderSuggestions {

    private OrderSuggestions() {}

    /** The suggestions for an order; none if the EHR gave it no id, since it could not be told which order is meant. */
    static List<Suggestion> of(ObjectNode order, OrderRules.Rule rule) {
        List<Suggestion> suggestions = new ArrayList<>();
        if (order.path("id").asText("").isEmpty()) {
            return suggestions;
        }
        Action removal = Action.delete("Remove the draft of " + rule.drug(), OrderRules.reference(order));
        OrderRules.Alternative alternative = rule.alternative();
        if (alternative != null) {
            suggestions.add(new Suggestion(
                    "Replace by " + alternative.display(),
                    UUID.randomUUID(),
                    false,
                    List.of(
                            removal,
                            Action.create(
                                    "Draft " + alternative.display() + " without a dose",
                                    replacement(order, alternative)))));
        }
        suggestions.add(
                new Suggestion("Remove the order of " + rule.drug(), UUID.randomUUID(), false, List.of(removal)));
        return suggestions;
    }

    private static ObjectNode replacement(ObjectNode order, OrderRules.Alternative alternative) {
        ObjectNode replacement = JsonNodeFactory.instance.objectNode();
        replacement.put("resourceType", "MedicationRequest");
        replacement.put("id", UUID.randomUUID().toString());
        replacement.put("status", "draft");
        replacement.put("intent", order.path("intent").asText("order"));
        ObjectNode drug = replacement.putObject("medicationCodeableConcept");
        drug.putArray("coding")
                .addObject()
                .put("system", alternative.system())
                .put("code", alternative.code())
                .put("display", alternative.display());
        drug.put("text", alternative.display());
        for (String kept : List.of("subject", "encounter", "requester")) {
            if (order.path(kept).isObject()) {
                replacement.set(kept, order.path(kept).deepCopy());
            }
        }
        return replacement;
    }
}
