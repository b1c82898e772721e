package org.firewarden.gate.enforcement;

import ca.uhn.fhir.context.FhirContext;
import java.util.LinkedHashSet;
import java.util.Set;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.instance.model.api.IIdType;
import org.hl7.fhir.r4.model.Patient;

/** Finds the patients in whose compartment a resource lies (FHIR R4, CompartmentDefinition/patient). */
final class PatientCompartment {

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
        for (IIdType owner : fhir.newTerser().getCompartmentOwnersForResource("Patient", resource, Set.of())) {
            if (owner.hasIdPart() && "Patient".equals(owner.getResourceType())) {
                ids.add(owner.getIdPart());
            }
        }
        return ids;
    }
}
