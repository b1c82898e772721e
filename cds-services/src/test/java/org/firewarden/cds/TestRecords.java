package org.firewarden.cds;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.firewarden.access.Caller;
import org.firewarden.access.Decision;
import org.firewarden.access.DenialReason;
import org.firewarden.record.PatientRecordReader;
import org.firewarden.record.RecordQuery;
import org.firewarden.record.RecordRead;
import org.firewarden.record.RecordTooLargeException;
import org.springframework.dao.DataAccessResourceFailureException;

/**
 * Records of a test: patient {@code known} is here, {@code denied} is behind a Consent, {@code partly} may be asked about but
 * not read, {@code hidden} is filtered out, {@code large} is too large, {@code slow} takes longer than the time budget, {@code broken} and
 * {@code offline} fail, and any other is unknown.
 */
final class TestRecords implements PatientRecordReader {

    final List<RecordQuery> queries = new ArrayList<>();
    final List<Caller> callers = new ArrayList<>();

    @Override
    public Decision mayRead(Caller caller, String patientId, Set<String> resourceTypes) {
        callers.add(caller);
        return patientId.equals("denied") ? new Decision.Deny(DenialReason.CONSENT, "Consent/9") : Decision.permit();
    }

    @Override
    public Decision mayReadEach(Caller caller, String patientId, List<ObjectNode> resources) {
        return mayRead(caller, patientId, Set.of());
    }

    @Override
    public RecordRead read(Caller caller, String patientId, RecordQuery query) {
        queries.add(query);
        return switch (patientId) {
            case "known" -> new RecordRead.Granted(List.of(resource(query.resourceType())));
            case "partly" -> new RecordRead.Refused(new Decision.Deny(DenialReason.MISSING_SCOPE, null));
            case "hidden" -> new RecordRead.Granted(List.of());
            case "large" -> throw new RecordTooLargeException(query.resourceType());
            case "slow" -> {
                LockSupport.parkNanos(TestEndpoint.BUDGET.multipliedBy(2).toNanos());
                yield new RecordRead.Granted(List.of(resource(query.resourceType())));
            }
            case "broken" -> throw new IllegalStateException("Chalmers");
            case "offline" -> throw new DataAccessResourceFailureException("Chalmers");
            default -> new RecordRead.Unknown();
        };
    }

    private static ObjectNode resource(String type) {
        return JsonNodeFactory.instance.objectNode().put("resourceType", type).put("id", "known");
    }
}
