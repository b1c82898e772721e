package org.firewarden.gate.decision;

import java.util.Set;

/**
 * FHIR R4 resource types that hold no data of a patient: who and where care is given, products, definitions and terminology.
 * Each other type is taken to be about patients, so that a type that was forgotten here is closed and not open.
 */
public final class ResourceTypes {

    static final String AUDIT_EVENT = "AuditEvent";

    private static final Set<String> WITHOUT_PATIENT_DATA = Set.of(
            "ActivityDefinition",
            "CapabilityStatement",
            "CodeSystem",
            "CompartmentDefinition",
            "ConceptMap",
            "Endpoint",
            "HealthcareService",
            "ImplementationGuide",
            "InsurancePlan",
            "Library",
            "Location",
            "Measure",
            "Medication",
            "MedicationKnowledge",
            "NamingSystem",
            "OperationDefinition",
            "Organization",
            "OrganizationAffiliation",
            "PlanDefinition",
            "Practitioner",
            "PractitionerRole",
            "Questionnaire",
            "ResearchStudy",
            "SearchParameter",
            "StructureDefinition",
            "StructureMap",
            "Substance",
            "ValueSet");

    private ResourceTypes() {}

    /** True unless the type is known to hold no patient data. */
    public static boolean isAboutPatients(String resourceType) {
        return !WITHOUT_PATIENT_DATA.contains(resourceType) && !resourceType.equals(AUDIT_EVENT);
    }
}
