package org.firewarden.model.feature;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one patient: FHIR R4 resources as JSON trees. Whoever makes a chart has checked that each resource is
 * this patient's; a chart is read, never changed.
 *
 * @param patient the Patient
 * @param resources the other resources, in any order
 * @param encounterId the logical id of the encounter in context, which is among the resources, or null
 */
public record PatientChart(
        ObjectNode patient,
        List<ObjectNode> resources,
        @Nullable String encounterId) {

    /** A chart without an encounter in context. */
    public PatientChart(ObjectNode patient, List<ObjectNode> resources) {
        this(patient, resources, null);
    }

    /** Copies the list. */
    public PatientChart {
        resources = List.copyOf(resources);
    }

    /** The resources of one type. */
    Stream<ObjectNode> ofType(String resourceType) {
        return resources.stream()
                .filter(resource ->
                        resourceType.equals(resource.path("resourceType").textValue()));
    }

    /** Says how much the chart holds and nothing of what. */
    @Override
    public String toString() {
        return "PatientChart[" + resources.size() + " resources]";
    }
}
