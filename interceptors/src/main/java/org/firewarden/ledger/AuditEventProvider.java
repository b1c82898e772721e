package org.firewarden.ledger;

import ca.uhn.fhir.rest.annotation.Count;
import ca.uhn.fhir.rest.annotation.IdParam;
import ca.uhn.fhir.rest.annotation.Offset;
import ca.uhn.fhir.rest.annotation.OptionalParam;
import ca.uhn.fhir.rest.annotation.Read;
import ca.uhn.fhir.rest.annotation.Search;
import ca.uhn.fhir.rest.api.server.IBundleProvider;
import ca.uhn.fhir.rest.param.DateRangeParam;
import ca.uhn.fhir.rest.param.ReferenceParam;
import ca.uhn.fhir.rest.param.TokenParam;
import ca.uhn.fhir.rest.server.IResourceProvider;
import ca.uhn.fhir.rest.server.SimpleBundleProvider;
import ca.uhn.fhir.rest.server.exceptions.ResourceNotFoundException;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.AuditEvent;
import org.hl7.fhir.r4.model.IdType;
import org.jspecify.annotations.Nullable;

/**
 * FHIR {@code AuditEvent}: read and search on the ledger, newest first, no write. Who may ask is decided by the gate before
 * a method here is called.
 */
public final class AuditEventProvider implements IResourceProvider {

    private static final int DEFAULT_PAGE = 50;
    private static final int MAXIMUM_PAGE = 500;

    private final AuditEventTable table;

    /** Reads this table. */
    public AuditEventProvider(AuditEventTable table) {
        this.table = table;
    }

    @Override
    public Class<? extends IBaseResource> getResourceType() {
        return AuditEvent.class;
    }

    /** Reads one event. */
    @Read
    public AuditEvent read(@IdParam IdType id) {
        return uuid(id.getIdPart())
                .flatMap(table::read)
                .map(AuditEventView::of)
                .orElseThrow(() -> new ResourceNotFoundException("no such event"));
    }

    /** Searches by the patient concerned, the acting person, the time and the outcome. */
    @Search
    public IBundleProvider search(
            @OptionalParam(name = AuditEvent.SP_PATIENT) @Nullable ReferenceParam patient,
            @OptionalParam(name = AuditEvent.SP_AGENT) @Nullable ReferenceParam agent,
            @OptionalParam(name = AuditEvent.SP_DATE) @Nullable DateRangeParam date,
            @OptionalParam(name = AuditEvent.SP_OUTCOME) @Nullable TokenParam outcome,
            @Count @Nullable Integer count,
            @Offset @Nullable Integer offset) {
        AuditSearch search = new AuditSearch(
                patient == null ? null : patient.getIdPart(),
                agent == null ? null : agent(agent),
                date == null ? null : instant(date.getLowerBoundAsInstant()),
                date == null ? null : instant(date.getUpperBoundAsInstant()),
                outcome == null ? null : outcome.getValue());
        int size = Math.min(count == null ? DEFAULT_PAGE : Math.max(count, 0), MAXIMUM_PAGE);
        int from = offset == null ? 0 : Math.max(offset, 0);
        List<AuditEvent> events = table.search(search, from, size).stream()
                .map(AuditEventView::of)
                .toList();
        SimpleBundleProvider bundle = new SimpleBundleProvider(events);
        bundle.setSize(table.count(search));
        bundle.setCurrentPageOffset(from);
        bundle.setCurrentPageSize(size);
        return bundle;
    }

    private static String agent(ReferenceParam agent) {
        return agent.getResourceType() == null ? agent.getIdPart() : agent.getResourceType() + "/" + agent.getIdPart();
    }

    private static @Nullable Instant instant(@Nullable Date date) {
        return date == null ? null : date.toInstant();
    }

    private static Optional<UUID> uuid(String id) {
        try {
            return Optional.of(UUID.fromString(id));
        } catch (IllegalArgumentException e) {
            // Not the shape of an event's id, so no event has it.
            return Optional.empty();
        }
    }
}
