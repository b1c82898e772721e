package org.firewarden.cds.recommendation;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import org.firewarden.model.feature.FeatureValue;
import org.firewarden.model.risk.Contributions;
import org.firewarden.model.risk.RiskAnswer;

/** The answer of a model as JSON: what is stored, explained, shown in FHIR and compared when it is computed again. */
public final class AnswerJson {

    private AnswerJson() {}

    /** Writes an answer with what moved it. */
    public static ObjectNode of(RiskAnswer answer, Optional<Contributions> contributions) {
        ObjectNode tree = JsonNodeFactory.instance.objectNode();
        tree.put("kind", AnswerKind.of(answer).code());
        if (answer instanceof RiskAnswer.Assessed assessed) {
            ArrayNode outputs = tree.putArray("outputs");
            assessed.risks()
                    .forEach(risk -> outputs.addObject()
                            .put("outcome", risk.outcome())
                            .put("title", risk.title())
                            .put("value", risk.value())
                            .put("kind", risk.kind().code())
                            .put("unit", risk.unit()));
        } else if (answer instanceof RiskAnswer.NotApplicable notApplicable) {
            ArrayNode reasons = tree.putArray("reasons");
            notApplicable.reasons().forEach(reasons::add);
        }
        ArrayNode inputs = tree.putArray("inputs");
        answer.inputs().forEach(input -> write(input, inputs.addObject()));
        contributions.ifPresent(each -> write(each, tree.putObject("contributions")));
        return tree;
    }

    private static void write(RiskAnswer.Input input, ObjectNode tree) {
        tree.put("name", input.name()).put("title", input.title());
        if (input.value() instanceof FeatureValue.Present present) {
            tree.put("value", present.value());
            if (present.unit() != null) {
                tree.put("unit", present.unit());
            }
            if (present.date() != null) {
                tree.put("date", present.date().toString());
            }
            if (present.reference() != null) {
                tree.put("reference", present.reference());
            }
        } else if (input.value() instanceof FeatureValue.Missing missing) {
            tree.put("missing", missing.reason());
        }
    }

    private static void write(Contributions contributions, ObjectNode tree) {
        tree.put("outcome", contributions.outcome());
        tree.put("baseline", contributions.baseline());
        tree.put("isExact", contributions.isExact());
        ArrayNode each = tree.putArray("each");
        contributions
                .each()
                .forEach(one -> each.addObject()
                        .put("feature", one.feature())
                        .put("title", one.title())
                        .put("amount", one.amount()));
    }
}
