package org.firewarden.model.feature;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.firewarden.model.feature.FeatureValue.Missing;
import org.firewarden.model.feature.FeatureValue.Present;

/**
 * Reads whether an active order for one of a set of drugs stands. Proposals and plans are no orders, and an order not to give
 * a drug is none either. An active order whose drug cannot be looked up leaves the feature missing, unless another order
 * answers it.
 */
final class MedicationReading {

    private static final Set<String> ORDERS =
            Set.of("order", "original-order", "reflex-order", "filler-order", "instance-order");

    private MedicationReading() {}

    static FeatureValue read(MedicationFeature feature, PatientChart chart) {
        List<ObjectNode> orders = chart.ofType("MedicationRequest")
                .filter(request -> "active".equals(request.path("status").asText()))
                .filter(request -> ORDERS.contains(request.path("intent").asText()))
                .filter(request -> !request.path("doNotPerform").asBoolean())
                .toList();
        Optional<ObjectNode> match = orders.stream()
                .filter(order -> drug(order, chart)
                        .map(FhirTree::codings)
                        .map(codings -> codings.anyMatch(feature.codes()::contains))
                        .orElse(false))
                .max((left, right) -> sortKey(left).compareTo(sortKey(right)));
        if (match.isPresent()) {
            ObjectNode order = match.get();
            return new Present(
                    1,
                    null,
                    ClinicalDate.of(order.path("authoredOn"))
                            .map(ClinicalDate::day)
                            .orElse(null),
                    FhirTree.reference(order));
        }
        if (orders.stream().anyMatch(order -> drug(order, chart).isEmpty())) {
            return new Missing("an active order refers to a medication that was not supplied");
        }
        return feature.missing() == MissingRule.ABSENT_MEANS_FALSE
                ? new Present(0, null, null, null)
                : new Missing("no such order is recorded");
    }

    private static String sortKey(ObjectNode order) {
        return order.path("authoredOn").asText() + FhirTree.reference(order);
    }

    /** The drug's CodeableConcept: in the order, in a Medication inside it, or in a Medication of the chart. */
    private static Optional<JsonNode> drug(ObjectNode order, PatientChart chart) {
        if (order.has("medicationCodeableConcept")) {
            return Optional.of(order.path("medicationCodeableConcept"));
        }
        String reference = order.path("medicationReference").path("reference").asText();
        if (reference.startsWith("#")) {
            return FhirTree.elements(order.path("contained"))
                    .filter(resource ->
                            reference.substring(1).equals(resource.path("id").asText()))
                    .findFirst()
                    .map(resource -> resource.path("code"));
        }
        return chart.ofType("Medication")
                .filter(medication -> reference.equals(FhirTree.reference(medication)))
                .findFirst()
                .map(medication -> medication.path("code"));
    }
}
