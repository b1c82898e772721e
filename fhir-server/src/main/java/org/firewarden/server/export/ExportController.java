package org.firewarden.server.export;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;
import org.firewarden.access.Caller;
import org.firewarden.access.Decision;
import org.firewarden.access.DenialReason;
import org.firewarden.audit.AuditDraft;
import org.firewarden.audit.AuditKind;
import org.firewarden.problem.OperationOutcomes;
import org.firewarden.problem.Problem;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** {@code /exports/{id}/files/{name}}: a file of an export, for who asked for it (Bulk Data Output File Request). */
@RestController
final class ExportController {

    private static final int BUFFER = 1 << 16;

    private final ExportStore store;
    private final ExportRights rights;

    ExportController(ExportStore store, ExportRights rights) {
        this.store = store;
        this.rights = rights;
    }

    /** The clear text of a file. If it turns out damaged on the way, the connection ends before the answer does. */
    @GetMapping("/exports/{id}/files/{name}")
    public void download(
            @PathVariable("id") String id,
            @PathVariable("name") String name,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        AuditDraft draft = draft(request);
        draft.kind(AuditKind.EXPORT_DOWNLOAD);
        if (!(request.getAttribute(Caller.REQUEST_ATTRIBUTE) instanceof Caller caller)) {
            draft.denied(new Decision.Deny(DenialReason.NOT_AUTHENTICATED, null));
            refuse(response, draft, 404, Problem.notFound("There is no such export of this caller."));
            return;
        }
        draft.caller(caller);
        Optional<ExportStore.Ready> export = uuid(id).flatMap(uuid -> store.find(uuid, caller));
        Optional<ExportFiles.File> file = export.flatMap(found -> found.files().named(name));
        if (export.isEmpty() || file.isEmpty()) {
            refuse(response, draft, 404, Problem.notFound("There is no such export of this caller."));
            return;
        }
        draft.entity("Export/" + export.get().id());
        if (!rights.mayFetch(caller, export.get().files(), file.get().type())) {
            draft.denied(new Decision.Deny(DenialReason.OPERATION_CLOSED, null));
            refuse(
                    response,
                    draft,
                    403,
                    Problem.forbidden("bulk-closed", "This file needs the rights with which it was asked for."));
            return;
        }
        draft.detail("file", file.get().name());
        draft.detail("sha256", file.get().sha256());
        write(response, export.get(), file.get());
    }

    private void write(HttpServletResponse response, ExportStore.Ready export, ExportFiles.File file)
            throws IOException {
        try (InputStream content = store.read(export, file)) {
            byte[] buffer = new byte[BUFFER];
            int count = content.read(buffer);
            response.setStatus(200);
            response.setHeader("Cache-Control", "no-store");
            response.setContentType("application/fhir+ndjson");
            response.setContentLengthLong(file.bytes());
            while (count >= 0) {
                response.getOutputStream().write(buffer, 0, count);
                count = content.read(buffer);
            }
        }
    }

    private static Optional<UUID> uuid(String id) {
        try {
            UUID uuid = UUID.fromString(id);
            return uuid.toString().equals(id) ? Optional.of(uuid) : Optional.empty();
        } catch (IllegalArgumentException e) {
            // Not an id of ours: there is no such export.
            return Optional.empty();
        }
    }

    private static void refuse(HttpServletResponse response, AuditDraft draft, int status, Problem problem)
            throws IOException {
        response.setStatus(status);
        response.setHeader("Cache-Control", "no-store");
        response.setContentType("application/fhir+json;charset=UTF-8");
        response.getOutputStream()
                .write(OperationOutcomes.of(problem, draft.correlationId())
                        .toString()
                        .getBytes(StandardCharsets.UTF_8));
    }

    private static AuditDraft draft(HttpServletRequest request) {
        if (request.getAttribute(AuditDraft.REQUEST_ATTRIBUTE) instanceof AuditDraft draft) {
            return draft;
        }
        throw new IllegalStateException("the ledger's filter does not stand before this address");
    }
}
