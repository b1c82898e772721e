package org.firewarden.server.recommendation;

import ca.uhn.fhir.rest.annotation.Operation;
import ca.uhn.fhir.rest.annotation.OperationParam;
import ca.uhn.fhir.rest.server.servlet.ServletRequestDetails;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.firewarden.access.Caller;
import org.firewarden.access.Role;
import org.firewarden.audit.AuditKind;
import org.firewarden.cds.feedback.FeedbackExport;
import org.firewarden.gate.enforcement.RequestContext;
import org.firewarden.problem.Problem;
import org.hl7.fhir.r4.model.DateTimeType;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.support.TransactionOperations;

/**
 * The HTTP face of {@code GET $cds-feedback}: the feedback on cards as CSV. Auditors get what users wrote and where; safety
 * officers and quality get codes.
 */
final class FeedbackExportProvider {

    private static final Instant LATEST = Instant.parse("9999-01-01T00:00:00Z");

    private final FeedbackExport export;
    private final TransactionOperations transaction;

    /**
     * Exports from here.
     *
     * @param transaction in which PostgreSQL hands out rows a few at a time
     */
    FeedbackExportProvider(FeedbackExport export, TransactionOperations transaction) {
        this.export = export;
        this.transaction = transaction;
    }

    /** Writes the feedback of a time, from {@code start} to before {@code end}; a time without length is refused with 400. */
    @Operation(name = "$cds-feedback", idempotent = true, manualResponse = true)
    public void export(
            @OperationParam(name = "start") @Nullable DateTimeType start,
            @OperationParam(name = "end") @Nullable DateTimeType end,
            ServletRequestDetails request)
            throws IOException {
        Caller caller = RecommendationAccess.caller(request, Role.AUDITOR, Role.SAFETY_OFFICER, Role.QUALITY);
        Instant from = instant(start, Instant.EPOCH);
        Instant until = instant(end, LATEST);
        if (!from.isBefore(until)) {
            throw RecommendationAccess.invalid(
                    List.of(Problem.invalid("period-invalid", "'start' is a time before 'end'.")));
        }
        RequestContext.draft(request).ifPresent(draft -> draft.kind(AuditKind.EXPORT_DOWNLOAD));
        HttpServletResponse response = request.getServletResponse();
        response.setStatus(HttpServletResponse.SC_OK);
        response.setContentType("text/csv; charset=utf-8");
        response.setHeader("Content-Disposition", "attachment; filename=\"cds-feedback.csv\"");
        try (Writer csv = new OutputStreamWriter(response.getOutputStream(), StandardCharsets.UTF_8)) {
            transaction.executeWithoutResult(status -> export.write(csv, from, until, caller.is(Role.AUDITOR)));
        }
    }

    private static Instant instant(@Nullable DateTimeType time, Instant otherwise) {
        return time == null || time.getValue() == null
                ? otherwise
                : time.getValue().toInstant();
    }
}
