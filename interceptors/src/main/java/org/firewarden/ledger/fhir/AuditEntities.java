package org.firewarden.ledger.fhir;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.firewarden.audit.AuditDetail;
import org.firewarden.audit.AuditEntry;
import org.firewarden.phi.Phi;
import org.hl7.fhir.r4.model.AuditEvent;
import org.hl7.fhir.r4.model.AuditEvent.AuditEventEntityComponent;
import org.hl7.fhir.r4.model.Base64BinaryType;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.StringType;
import org.jspecify.annotations.Nullable;

/** What was concerned: patients, resources, the query, the deciding Consent, the request. */
final class AuditEntities {

    static final String TYPE_SYSTEM = "http://terminology.hl7.org/CodeSystem/audit-entity-type";
    static final String ROLE_SYSTEM = "http://terminology.hl7.org/CodeSystem/object-role";
    static final String RESOURCE_TYPES = "http://hl7.org/fhir/resource-types";
    static final String BALP_TYPES = "https://profiles.ihe.net/ITI/BALP/CodeSystem/BasicAuditEntityType";

    private static final String LIFECYCLE = "http://terminology.hl7.org/CodeSystem/dicom-audit-lifecycle";
    private static final String CONSENT = "Consent/";
    private static final Pattern RESOURCE = Pattern.compile("([A-Z][A-Za-z]+)/[A-Za-z0-9.-]{1,64}");
    private static final Coding OBJECT = new Coding(TYPE_SYSTEM, "2", "System Object");
    private static final Coding DOMAIN_RESOURCE = new Coding(ROLE_SYSTEM, "4", "Domain Resource");

    private AuditEntities() {}

    static void addTo(AuditEvent event, AuditEntry entry, @Nullable BalpProfile profile, int erasedParts) {
        entry.patientIds()
                .forEach(id -> addPatient(event, id, entry.withheldPatientIds().contains(id)));
        entry.withheldPatientIds().stream()
                .filter(id -> !entry.patientIds().contains(id))
                .forEach(id -> addPatient(event, id, profile != BalpProfile.CONSENT_DECISION));
        AuditEventEntityComponent consent = addConsent(event, entry);
        if (profile == BalpProfile.CONSENT_DECISION && consent != null) {
            // This profile has no room for the request itself.
            addDetail(consent, "correlation", entry.correlationId());
            addDetails(consent, entry);
            return;
        }
        boolean isQuery = addQuery(event, entry);
        addResources(event, entry, isQuery);
        if (profile == BalpProfile.DEIDENTIFICATION) {
            addAlgorithm(event, entry);
        }
        AuditEventEntityComponent request = event.addEntity();
        request.setType(new Coding(BALP_TYPES, "XrequestId", null));
        request.getWhat().getIdentifier().setValue(entry.correlationId());
        addDetails(request, entry);
        for (int i = 0; i < erasedParts; i++) {
            event.addEntity().setLifecycle(new Coding(LIFECYCLE, "15", "Permanent erasure / Physical destruction"));
        }
    }

    private static void addPatient(AuditEvent event, String id, boolean isWithheld) {
        AuditEventEntityComponent patient = event.addEntity();
        patient.setWhat(new Reference("Patient/" + id));
        patient.setType(new Coding(TYPE_SYSTEM, "1", "Person"));
        patient.setRole(new Coding(ROLE_SYSTEM, "1", "Patient"));
        if (isWithheld) {
            addDetail(patient, "withheld", "true");
        }
    }

    private static @Nullable AuditEventEntityComponent addConsent(AuditEvent event, AuditEntry entry) {
        String decidedBy = entry.decidedBy();
        if (decidedBy == null || !decidedBy.startsWith(CONSENT)) {
            return null;
        }
        AuditEventEntityComponent consent = event.addEntity();
        consent.setWhat(new Reference(decidedBy));
        return consent.setType(new Coding(RESOURCE_TYPES, "Consent", null));
    }

    private static boolean addQuery(AuditEvent event, AuditEntry entry) {
        Phi<String> query = entry.context().query();
        boolean isSearch =
                entry.interaction().startsWith("search") || entry.interaction().equals("get-page");
        if (query == null || !isSearch) {
            return false;
        }
        AuditEventEntityComponent asked = event.addEntity();
        asked.setType(OBJECT).setRole(new Coding(ROLE_SYSTEM, "24", "Query"));
        asked.setDescription(entry.context().cleanedQuery());
        asked.setQuery(query.reveal().getBytes(StandardCharsets.UTF_8));
        return true;
    }

    /** A query has one object, the query itself; an interaction has one, the resource that was asked for. */
    private static void addResources(AuditEvent event, AuditEntry entry, boolean isQuery) {
        boolean isFirst = !isQuery;
        for (String reference : entry.entities()) {
            AuditEventEntityComponent resource = event.addEntity();
            resource.setWhat(new Reference(reference));
            resource.setType(isFirst ? OBJECT : typeOf(reference));
            resource.setRole(DOMAIN_RESOURCE);
            isFirst = false;
        }
    }

    private static Coding typeOf(String reference) {
        var resource = RESOURCE.matcher(reference);
        return resource.matches()
                ? new Coding(RESOURCE_TYPES, resource.group(1), null)
                : new Coding(TYPE_SYSTEM, "4", "Other");
    }

    private static void addAlgorithm(AuditEvent event, AuditEntry entry) {
        String policy = entry.details().get(AuditDetail.DEIDENTIFICATION_POLICY);
        if (policy != null) {
            AuditEventEntityComponent algorithm = event.addEntity();
            algorithm.setType(new Coding(
                    "https://profiles.ihe.net/ITI/DeId/CodeSystem/DeIdentificationEntityType", "DeId-algorithm", null));
            algorithm.getWhat().getIdentifier().setValue(policy);
        }
    }

    private static void addDetails(AuditEventEntityComponent entity, AuditEntry entry) {
        Map<String, String> details = new TreeMap<>(entry.details());
        details.put("http-status", String.valueOf(entry.httpStatus()));
        if (entry.decidedBy() != null && !entry.decidedBy().startsWith(CONSENT)) {
            details.put("rule", entry.decidedBy());
        }
        if (entry.context().parts() > 1) {
            details.put("part", entry.context().part() + "/" + entry.context().parts());
        }
        entry.context().sealedDetails().forEach((name, value) -> details.put(name, value.reveal()));
        details.forEach((name, value) -> {
            if (!value.isEmpty()) {
                addDetail(entity, name, value);
            }
        });
    }

    private static void addDetail(AuditEventEntityComponent entity, String name, String value) {
        // Base64 keeps what is not plain text out of the way of whoever prints the event.
        entity.addDetail()
                .setType(name)
                .setValue(
                        value.chars().allMatch(c -> c >= 32 && c < 127)
                                ? new StringType(value)
                                : new Base64BinaryType(value.getBytes(StandardCharsets.UTF_8)));
    }
}
