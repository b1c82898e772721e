package org.firewarden.it;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.RuntimeSearchParam;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.DomainResource;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.ResourceType;
import org.hl7.fhir.r4.model.StringType;

/**
 * Makes the smallest resource of each FHIR R4 type that lies in a patient's compartment, with a value that occurs nowhere else.
 * Types and the elements that put them into the compartment are read from the CompartmentDefinition that the FHIR model holds,
 * so that no type is forgotten.
 */
final class MatrixResources {

    private static final FhirContext FHIR = FhirContext.forR4Cached();
    private static final String CANARY = "https://example.org/canary";

    private MatrixResources() {}

    /** Each type in the patient compartment, the Patient itself among them; AuditEvent is not stored like the others. */
    static List<String> types() {
        List<String> types = new ArrayList<>();
        for (ResourceType type : ResourceType.values()) {
            if (type != ResourceType.AuditEvent
                    && (type == ResourceType.Patient || !paths(type.name()).isEmpty())) {
                types.add(type.name());
            }
        }
        return types;
    }

    /** A resource of the type that is about the patient. */
    static String json(String type, String id, String patientId, String canary) {
        DomainResource resource =
                (DomainResource) FHIR.getResourceDefinition(type).newInstance();
        resource.setId(new IdType(type, id));
        resource.addExtension(CANARY, new StringType(canary));
        if (resource instanceof Patient patient) {
            patient.addGeneralPractitioner().setReference("Practitioner/alice");
        } else {
            putIntoCompartment(resource, type, patientId);
        }
        return FHIR.newJsonParser().encodeResourceToString(resource);
    }

    private static void putIntoCompartment(IBaseResource resource, String type, String patientId) {
        String path = paths(type).values().iterator().next();
        ((Reference) FHIR.newTerser().addElement(resource, path)).setReference("Patient/" + patientId);
    }

    /** The elements that put a resource of the type into the compartment, by search parameter; subject and patient first. */
    private static Map<String, String> paths(String type) {
        Map<String, String> paths = new TreeMap<>(MatrixResources::order);
        for (RuntimeSearchParam parameter :
                FHIR.getResourceDefinition(type).getSearchParamsForCompartmentName("Patient")) {
            String path = parameter.getPathsSplitForResourceType(type).stream()
                    .map(String::trim)
                    .filter(candidate -> candidate.startsWith(type + "."))
                    .map(candidate ->
                            candidate.replaceAll("\\.where\\(.*?\\)+$", "").replaceAll(" as .*$", ""))
                    .collect(Collectors.joining("|"));
            if (!path.isEmpty() && !path.contains("|")) {
                paths.put(parameter.getName(), path);
            }
        }
        return paths;
    }

    private static int order(String a, String b) {
        int byRank = Integer.compare(rank(a), rank(b));
        return byRank != 0 ? byRank : a.compareTo(b);
    }

    private static int rank(String parameter) {
        return switch (parameter) {
            case "subject" -> 0;
            case "patient" -> 1;
            default -> 2;
        };
    }
}
