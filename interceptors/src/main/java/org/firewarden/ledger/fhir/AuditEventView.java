package org.firewarden.ledger.fhir;

import java.util.Date;
import org.firewarden.access.PurposeOfUse;
import org.firewarden.audit.AuditDraft;
import org.firewarden.audit.AuditEntry;
import org.firewarden.ledger.event.OpenedEvent;
import org.hl7.fhir.r4.model.AuditEvent;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.jspecify.annotations.Nullable;

/** Shows an event of the ledger as a FHIR R4 AuditEvent, by the profile of IHE BALP 1.1 that it fits. */
final class AuditEventView {

    private final AuditSource source;
    private final AuditAgents agents;

    AuditEventView(AuditSource source) {
        this.source = source;
        this.agents = new AuditAgents(source);
    }

    AuditEvent of(OpenedEvent stored) {
        AuditEntry entry = stored.entry();
        BalpProfile profile = BalpProfile.of(entry).orElse(null);
        EventCoding coding = EventCoding.of(entry.interaction());
        AuditEvent event = new AuditEvent();
        event.setId(stored.id().toString());
        if (profile != null) {
            event.getMeta().addProfile(profile.url(entry));
        }
        if (entry.clientId() != null && entry.context().tokenId() != null) {
            event.getMeta().addProfile(BalpProfile.TOKEN_USE);
        }
        event.setType(coding.type());
        coding.subtypes().forEach(event::addSubtype);
        event.setAction(
                profile == BalpProfile.DEIDENTIFICATION
                        ? AuditEvent.AuditEventAction.R
                        : AuditEvent.AuditEventAction.fromCode(entry.action().code()));
        event.setRecorded(Date.from(entry.recorded()));
        event.setOutcome(AuditEvent.AuditEventOutcome.fromCode(entry.outcome().code()));
        event.setOutcomeDesc(entry.denialReason());
        if (entry.purpose() != null) {
            event.addPurposeOfEvent(purpose(entry.purpose(), null));
        }
        if (entry.details().containsKey(AuditDraft.BREAK_GLASS)) {
            event.addPurposeOfEvent(purpose("BTG", "break the glass"));
        }
        agents.addTo(event, entry, profile);
        event.getSource().setObserver(source.reference());
        AuditEntities.addTo(event, entry, profile, stored.erasedParts());
        return event;
    }

    private static CodeableConcept purpose(String code, @Nullable String display) {
        return new CodeableConcept(new Coding(PurposeOfUse.SYSTEM, code, display));
    }
}
