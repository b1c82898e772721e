package org.firewarden.ledger;

import java.nio.charset.StandardCharsets;
import java.util.Date;
import java.util.Map;
import java.util.regex.Pattern;
import org.firewarden.access.PurposeOfUse;
import org.firewarden.audit.AuditDraft;
import org.firewarden.audit.AuditEntry;
import org.firewarden.ledger.event.OpenedEvent;
import org.hl7.fhir.r4.model.AuditEvent;
import org.hl7.fhir.r4.model.Base64BinaryType;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.StringType;

/** Shows an event of the ledger as a FHIR R4 AuditEvent, in the manner of IHE BALP 1.1. */
final class AuditEventView {

    private static final String TYPE_SYSTEM = "http://terminology.hl7.org/CodeSystem/audit-event-type";
    private static final String INTERACTION_SYSTEM = "http://hl7.org/fhir/restful-interaction";
    private static final String ENTITY_TYPE_SYSTEM = "http://terminology.hl7.org/CodeSystem/audit-entity-type";
    private static final String ROLE_SYSTEM = "http://terminology.hl7.org/CodeSystem/object-role";
    private static final String LIFECYCLE_SYSTEM = "http://terminology.hl7.org/CodeSystem/dicom-audit-lifecycle";
    private static final String DICOM = "http://dicom.nema.org/resources/ontology/DCM";
    private static final String DETAIL_SYSTEM = "https://firewarden.org/audit-detail";

    /** What FHIR's code system of interactions does not have. */
    private static final Pattern OWN_INTERACTION = Pattern.compile("(\\$|cds-|audit-|clock-).*");

    private AuditEventView() {}

    static AuditEvent of(OpenedEvent stored) {
        AuditEntry entry = stored.entry();
        AuditEvent event = new AuditEvent();
        event.setId(stored.id().toString());
        event.setType(new Coding(TYPE_SYSTEM, "rest", "RESTful Operation"));
        event.addSubtype(new Coding(
                OWN_INTERACTION.matcher(entry.interaction()).matches() ? DETAIL_SYSTEM : INTERACTION_SYSTEM,
                entry.interaction(),
                null));
        event.setAction(AuditEvent.AuditEventAction.fromCode(entry.action().code()));
        event.setRecorded(Date.from(entry.recorded()));
        event.setOutcome(AuditEvent.AuditEventOutcome.fromCode(entry.outcome().code()));
        if (entry.denialReason() != null) {
            event.setOutcomeDesc(entry.denialReason());
        }
        if (entry.purpose() != null) {
            event.addPurposeOfEvent(new CodeableConcept(new Coding(PurposeOfUse.SYSTEM, entry.purpose(), null)));
        }
        if (entry.details().containsKey(AuditDraft.BREAK_GLASS)) {
            event.addPurposeOfEvent(new CodeableConcept(new Coding(PurposeOfUse.SYSTEM, "BTG", "break the glass")));
        }
        addAgents(event, entry);
        event.getSource().setObserver(new Reference().setDisplay("Firewarden"));
        addEntities(event, entry);
        for (int i = 0; i < stored.erasedParts(); i++) {
            event.addEntity()
                    .setLifecycle(new Coding(LIFECYCLE_SYSTEM, "15", "Permanent erasure / Physical destruction"));
        }
        return event;
    }

    private static void addAgents(AuditEvent event, AuditEntry entry) {
        AuditEvent.AuditEventAgentComponent person = event.addAgent();
        person.setRequestor(true);
        if (entry.fhirUser() != null) {
            person.setWho(new Reference(entry.fhirUser()));
        }
        person.getWho().getIdentifier().setValue(entry.subject() == null ? "anonymous" : entry.subject());
        person.getNetwork().setAddress(entry.networkAddress()).setType(AuditEvent.AuditEventAgentNetworkType._2);
        if (entry.clientId() != null) {
            AuditEvent.AuditEventAgentComponent client = event.addAgent();
            client.setRequestor(false);
            client.setType(new CodeableConcept(new Coding(DICOM, "110153", "Source Role ID")));
            client.getWho().getIdentifier().setValue(entry.clientId());
        }
    }

    private static void addEntities(AuditEvent event, AuditEntry entry) {
        entry.patientIds().forEach(patientId -> addPatient(event, patientId));
        entry.withheldPatientIds().forEach(patientId -> addDetail(addPatient(event, patientId), "withheld", "true"));
        for (String reference : entry.entities()) {
            AuditEvent.AuditEventEntityComponent resource = event.addEntity();
            resource.setWhat(new Reference(reference));
            resource.setType(new Coding(ENTITY_TYPE_SYSTEM, "2", "System Object"));
            resource.setRole(new Coding(ROLE_SYSTEM, "4", "Domain Resource"));
        }
        if (entry.decidedBy() != null) {
            AuditEvent.AuditEventEntityComponent consent = event.addEntity();
            consent.setWhat(new Reference(entry.decidedBy()));
            consent.setType(new Coding("http://hl7.org/fhir/resource-types", "Consent", null));
        }
        AuditEvent.AuditEventEntityComponent transaction = event.addEntity();
        transaction.getWhat().getIdentifier().setValue(entry.correlationId());
        transaction.setType(
                new Coding("https://profiles.ihe.net/ITI/BALP/CodeSystem/BasicAuditEntityType", "XrequestId", null));
        addDetail(transaction, "http-status", String.valueOf(entry.httpStatus()));
        entry.details().entrySet().stream()
                .filter(detail -> !detail.getValue().isEmpty())
                .sorted(Map.Entry.comparingByKey())
                .forEach(detail -> addDetail(transaction, detail.getKey(), detail.getValue()));
    }

    private static AuditEvent.AuditEventEntityComponent addPatient(AuditEvent event, String patientId) {
        AuditEvent.AuditEventEntityComponent patient = event.addEntity();
        patient.setWhat(new Reference("Patient/" + patientId));
        patient.setType(new Coding(ENTITY_TYPE_SYSTEM, "1", "Person"));
        patient.setRole(new Coding(ROLE_SYSTEM, "1", "Patient"));
        return patient;
    }

    private static void addDetail(AuditEvent.AuditEventEntityComponent entity, String name, String value) {
        AuditEvent.AuditEventEntityDetailComponent detail = entity.addDetail().setType(name);
        // Base64 keeps what is not plain text out of the way of whoever prints the event.
        detail.setValue(
                value.chars().allMatch(c -> c >= 32 && c < 127)
                        ? new StringType(value)
                        : new Base64BinaryType(value.getBytes(StandardCharsets.UTF_8)));
    }
}
