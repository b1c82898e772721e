package org.firewarden.gate.enforcement;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.util.ResourceReferenceInfo;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.firewarden.gate.decision.ResourceTypes;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.instance.model.api.IIdType;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.DomainResource;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Resource;

/**
 * Finds the patients whom a resource is about: those in whose compartment it lies (FHIR R4, CompartmentDefinition/patient) or
 * something that it contains, and those to whom it refers from anywhere else, an extension or a contained resource among them.
 */
final class PatientCompartment {

    private static final String PATIENT = "Patient";

    private static final int REMEMBERED = 20_000;

    private final FhirContext fhir;
    private final Map<String, Patients> byVersion = new ConcurrentHashMap<>();

    PatientCompartment(FhirContext fhir) {
        this.fhir = fhir;
    }

    /**
     * The patients whom a resource is about.
     *
     * @param inCompartment those in whose compartment it lies
     * @param mentioned those to whom it refers, wherever in it
     * @param leads if it names no patient at all: the other data of patients to which it refers, as relative references
     */
    record Patients(Set<String> inCompartment, Set<String> mentioned, Set<String> leads) {}

    /** The patients of a resource that may yet change. */
    Patients of(IBaseResource resource) {
        Set<String> inCompartment = patientIds(resource);
        Set<String> mentioned = mentionedPatientIds(resource);
        return new Patients(
                inCompartment, mentioned, inCompartment.isEmpty() && mentioned.isEmpty() ? leads(resource) : Set.of());
    }

    private Set<String> leads(IBaseResource resource) {
        Set<String> leads = new LinkedHashSet<>();
        for (ResourceReferenceInfo info : fhir.newTerser().getAllResourceReferences(resource)) {
            IIdType reference = info.getResourceReference().getReferenceElement();
            if (reference.hasIdPart()
                    && reference.hasResourceType()
                    && ResourceTypes.isAboutPatients(reference.getResourceType())) {
                leads.add(reference.getResourceType() + "/" + reference.getIdPart());
            }
        }
        return leads;
    }

    /**
     * The patients of a stored resource. A stored version never changes, so they are remembered by its id and version; the
     * caller must be sure that the version is committed.
     */
    Patients ofCommitted(IBaseResource resource) {
        IIdType id = resource.getIdElement();
        if (!id.hasIdPart() || !id.hasVersionIdPart()) {
            return of(resource);
        }
        String version = fhir.getResourceType(resource) + "/" + id.getIdPart() + "/" + id.getVersionIdPart();
        Patients known = byVersion.get(version);
        if (known == null) {
            known = of(resource);
            if (byVersion.size() >= REMEMBERED) {
                byVersion.clear();
            }
            byVersion.put(version, known);
        }
        return known;
    }

    /** The logical ids of the patients; empty if the resource is in no patient's compartment. */
    Set<String> patientIds(IBaseResource resource) {
        Set<String> ids = new LinkedHashSet<>();
        if (resource instanceof Patient patient) {
            // By its links a Patient would lie in the compartments of others too, who are other people as well.
            return patient.getIdElement().hasIdPart()
                    ? Set.of(patient.getIdElement().getIdPart())
                    : ids;
        }
        if (resource instanceof Bundle bundle) {
            for (Bundle.BundleEntryComponent entry : bundle.getEntry()) {
                if (entry.hasResource()) {
                    ids.addAll(patientIds(entry.getResource()));
                }
            }
        }
        if (resource instanceof DomainResource domain) {
            // What is contained is somebody's as it would be alone; a contained Patient has no id that others know.
            for (Resource contained : domain.getContained()) {
                if (!(contained instanceof Patient)) {
                    ids.addAll(patientIds(contained));
                }
            }
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
