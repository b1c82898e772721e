package org.firewarden.ledger.fhir;

import org.firewarden.access.PurposeOfUse;
import org.firewarden.audit.AuditEntry;
import org.hl7.fhir.r4.model.AuditEvent;
import org.hl7.fhir.r4.model.AuditEvent.AuditEventAgentComponent;
import org.hl7.fhir.r4.model.AuditEvent.AuditEventAgentNetworkType;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Reference;
import org.jspecify.annotations.Nullable;

/**
 * Who took part: the person, the client, this server. Which of the two machines is source and which destination follows the
 * direction of the request or of the data, as the profile of IHE BALP has it.
 */
final class AuditAgents {

    private static final String JTI = "urn:ietf:params:oauth:jti:";
    private static final String PARTICIPATION = "http://terminology.hl7.org/CodeSystem/v3-ParticipationType";
    private static final String ROLE = "https://firewarden.org/role";
    private static final String UNKNOWN = "http://hl7.org/fhir/StructureDefinition/data-absent-reason";

    private static final Coding APPLICATION = new Coding(EventCoding.DICOM, "110150", "Application");
    private static final Coding SOURCE = new Coding(EventCoding.DICOM, "110153", "Source Role ID");
    private static final Coding DESTINATION = new Coding(EventCoding.DICOM, "110152", "Destination Role ID");

    private final AuditSource source;

    AuditAgents(AuditSource source) {
        this.source = source;
    }

    void addTo(AuditEvent event, AuditEntry entry, @Nullable BalpProfile profile) {
        boolean hasPerson = BalpProfile.hasPerson(entry);
        if (hasPerson) {
            addPerson(event, entry, profile);
        }
        AuditEventAgentComponent client = event.addAgent();
        client.setType(clientType(profile));
        client.setRequestor(!hasPerson);
        client.getWho().getIdentifier().setValue(entry.clientId() == null ? "anonymous" : entry.clientId());
        if (!entry.networkAddress().isEmpty()) {
            client.getNetwork().setAddress(entry.networkAddress()).setType(AuditEventAgentNetworkType._2);
        }
        addServer(event, profile);
        if (profile == BalpProfile.CONSENT_DECISION) {
            addOrganization(event);
        }
    }

    private static CodeableConcept clientType(@Nullable BalpProfile profile) {
        CodeableConcept type = new CodeableConcept();
        if (profile != null) {
            switch (profile) {
                case READ, DISCLOSURE, DEIDENTIFICATION -> type.addCoding(DESTINATION);
                case QUERY, CREATE, UPDATE -> type.addCoding(SOURCE);
                case DELETE, CONSENT_DECISION -> {
                    // The application and nothing beside it.
                }
            }
        }
        return type.addCoding(APPLICATION);
    }

    private void addServer(AuditEvent event, @Nullable BalpProfile profile) {
        AuditEventAgentComponent server = event.addAgent();
        server.setRequestor(false).setWho(source.reference());
        if (profile == BalpProfile.CONSENT_DECISION) {
            server.setType(new CodeableConcept(new Coding(
                    "http://terminology.hl7.org/CodeSystem/extra-security-role-type",
                    "authserver",
                    "authorization server")));
            return;
        }
        server.getNetwork().setAddress(source.address()).setType(AuditEventAgentNetworkType._5);
        if (profile == BalpProfile.DELETE) {
            server.setType(new CodeableConcept(new Coding(
                    "http://terminology.hl7.org/CodeSystem/provenance-participant-type", "custodian", "Custodian")));
        } else {
            boolean isSource = profile == BalpProfile.READ
                    || profile == BalpProfile.DISCLOSURE
                    || profile == BalpProfile.DEIDENTIFICATION;
            server.setType(new CodeableConcept(isSource ? SOURCE : DESTINATION));
        }
    }

    private static void addPerson(AuditEvent event, AuditEntry entry, @Nullable BalpProfile profile) {
        AuditEventAgentComponent person = event.addAgent();
        CodeableConcept type = new CodeableConcept(new Coding(PARTICIPATION, "IRCP", "information recipient"));
        if (profile != null && profile.isWrite()) {
            type.addCoding(new Coding(PARTICIPATION, "AUT", "author (originator)"));
        }
        person.setType(type).setRequestor(true);
        if (entry.fhirUser() != null) {
            person.setWho(new Reference(entry.fhirUser()));
        }
        person.getWho().getIdentifier().setValue(entry.subject());
        entry.context().roles().stream()
                .sorted()
                .forEach(role -> person.addRole(new CodeableConcept(new Coding(ROLE, role, null))));
        if (entry.context().tokenId() != null) {
            person.addPolicy(JTI + entry.context().tokenId());
        }
        if (entry.purpose() != null) {
            person.addPurposeOfUse(new CodeableConcept(new Coding(PurposeOfUse.SYSTEM, entry.purpose(), null)));
        }
    }

    /** The profile asks for the organization of the person, which a token does not state. */
    private static void addOrganization(AuditEvent event) {
        AuditEventAgentComponent organization = event.addAgent();
        organization
                .setType(new CodeableConcept(new Coding(
                        "http://terminology.hl7.org/CodeSystem/v3-RoleClass", "PROV", "healthcare provider")))
                .setRequestor(false);
        organization.getWho().addExtension(UNKNOWN, new CodeType("unknown"));
    }
}
