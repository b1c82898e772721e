package org.firewarden.gate.enforcement;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.util.ResourceReferenceInfo;
import java.util.LinkedHashSet;
import java.util.Set;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.instance.model.api.IIdType;
import org.hl7.fhir.r4.model.Patient;

/**
 * Finds the patients whom a resource is about: those in whose compartment it lies (FHIR R4, CompartmentDefinition/patient),
 * and those to whom it refers from anywhere else, an extension or a contained resource among them.
 */
final class PatientCompartment {

    private static final String PATIENT = "Patient";

    private final FhirContext fhir;

    PatientCompartment(FhirContext fhir) {
        this.fhir = fhir;
    }

    /** The logical ids of the patients; empty if the resource is in no patient's compartment. */
    Set<String> patientIds(IBaseResource resource) {
        Set<String> ids = new LinkedHashSet<>();
        if (resource instanceof Patient patient && patient.getIdElement().hasIdPart()) {
            ids.add(patient.getIdElement().getIdPart());
        }
        for (IIdType owner : fhir.newTerser().getCompartmentOwnersForResource(PATIENT, resource, Set.of())) {
            addPatient(ids, owner);
        }
        return ids;
    }

    /** The logical ids of all patients to whom the resource refers, wherever in it. */
    Set<String> mentionedPatientIds(IBaseResource resource) {
        Set<String> ids = new LinkedHashSet<>();
        for (ResourceReferenceInfo reference : fhir.newTerser().getAllResourceReferences(resource)) {
            addPatient(ids, reference.getResourceReference().getReferenceElement());
        }
        return ids;
    }

    private static void addPatient(Set<String> ids, IIdType reference) {
        if (reference.hasIdPart() && PATIENT.equals(reference.getResourceType())) {
            ids.add(reference.getIdPart());
        }
    }
}
