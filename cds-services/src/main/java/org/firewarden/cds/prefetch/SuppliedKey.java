package org.firewarden.cds.prefetch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the EHR supplied for one prefetch key (CDS Hooks 2.0.1, Prefetch). A key that is absent, that failed
 * ({@code OperationOutcome}) or whose Bundle goes on at a {@code next} link is not satisfied; a null says that there is no
 * data. Only resources of the type that was asked for are kept.
 */
sealed interface SuppliedKey {

    /** The EHR supplied all there is. */
    record Satisfied(List<ObjectNode> resources) implements SuppliedKey {}

    /** The EHR did not supply it, or not all of it. */
    record NotSatisfied() implements SuppliedKey {}

    /** Something in it is not about the patient in context. */
    record OfAnotherPatient() implements SuppliedKey {}

    /** It is not a resource of the type that was asked for, nor a Bundle of such. */
    record Malformed() implements SuppliedKey {}

    /** Reads the value of one key; null if the key is absent. */
    static SuppliedKey read(@Nullable JsonNode value, String resourceType, PatientMatch match) {
        if (value == null) {
            return new NotSatisfied();
        }
        if (value.isNull()) {
            // A patient in context exists, so a null for the Patient cannot mean that there is none.
            return resourceType.equals("Patient") ? new NotSatisfied() : new Satisfied(List.of());
        }
        String sent = value.path("resourceType").asText("");
        if (sent.equals("OperationOutcome")) {
            return new NotSatisfied();
        }
        if (sent.equals("Bundle")) {
            return readBundle(value, resourceType, match);
        }
        if (!(value instanceof ObjectNode resource) || !sent.equals(resourceType)) {
            return new Malformed();
        }
        return match.isOwn(resource) ? new Satisfied(List.of(resource)) : new OfAnotherPatient();
    }

    private static SuppliedKey readBundle(JsonNode bundle, String resourceType, PatientMatch match) {
        List<ObjectNode> resources = new ArrayList<>();
        boolean isWhole = true;
        for (JsonNode link : bundle.path("link")) {
            isWhole &= !"next".equals(link.path("relation").textValue());
        }
        for (JsonNode entry : bundle.path("entry")) {
            if (!(entry.path("resource") instanceof ObjectNode resource)) {
                return new Malformed();
            }
            String type = resource.path("resourceType").asText("");
            if (type.equals("OperationOutcome")) {
                isWhole &= !isFailure(resource);
                continue;
            }
            boolean isWanted = type.equals(resourceType);
            if ((isWanted || PatientMatch.isAboutPatient(resource)) && !match.isOwn(resource)) {
                return new OfAnotherPatient();
            }
            if (isWanted) {
                resources.add(resource);
            }
        }
        boolean lacksPatient = resourceType.equals("Patient") && resources.isEmpty();
        return isWhole && !lacksPatient ? new Satisfied(resources) : new NotSatisfied();
    }

    private static boolean isFailure(JsonNode outcome) {
        for (JsonNode issue : outcome.path("issue")) {
            String severity = issue.path("severity").asText("");
            if (severity.equals("error") || severity.equals("fatal")) {
                return true;
            }
        }
        return false;
    }
}
