package org.firewarden.deid.operation.dataset;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.firewarden.access.Caller;
import org.firewarden.access.Decision;
import org.firewarden.access.DenialReason;
import org.firewarden.audit.AuditAction;
import org.firewarden.audit.AuditDetail;
import org.firewarden.audit.AuditDraft;
import org.firewarden.audit.AuditKind;
import org.firewarden.dataset.DataFile;
import org.firewarden.dataset.DataSet;
import org.firewarden.dataset.DataSetAccess;
import org.firewarden.dataset.DataSetUse;
import org.firewarden.dataset.DataSets;
import org.firewarden.dataset.Disposal;
import org.firewarden.problem.OperationOutcomes;
import org.firewarden.problem.Problem;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** {@code /datasets}: the data sets that a caller may know of, their files for their owner, and their end. */
@RestController
public final class DataSetController {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int BUFFER = 1 << 16;

    private final DataSets dataSets;

    /** Shows this registry. */
    public DataSetController(DataSets dataSets) {
        this.dataSets = dataSets;
    }

    /** The data sets that the caller may know of. */
    @GetMapping("/datasets")
    public void list(HttpServletRequest request, HttpServletResponse response) throws IOException {
        AuditDraft draft = draft(request);
        draft.interaction(AuditAction.READ, "data-set-list");
        Optional<Caller> caller = caller(request, draft);
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        ArrayNode list = body.putArray("dataSets");
        caller.ifPresent(who -> dataSets.list(who).forEach(dataSet -> list.add(shown(dataSet))));
        write(response, 200, "application/json", body);
    }

    /** One of them. */
    @GetMapping("/datasets/{id}")
    public void show(@PathVariable("id") String id, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        AuditDraft draft = draft(request);
        draft.interaction(AuditAction.READ, "data-set-read");
        Optional<DataSet> dataSet =
                caller(request, draft).flatMap(caller -> uuid(id).flatMap(uuid -> dataSets.find(caller, uuid)));
        if (dataSet.isEmpty()) {
            absent(response, draft);
            return;
        }
        draft.entity(dataSet.get().reference());
        write(response, 200, "application/json", shown(dataSet.get()));
    }

    /** The clear text of a file, for the owner. If it turns out damaged on the way, the connection ends before the answer does. */
    @GetMapping("/datasets/{id}/files/{name}")
    public void download(
            @PathVariable("id") String id,
            @PathVariable("name") String name,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        AuditDraft draft = draft(request);
        draft.kind(AuditKind.EXPORT_DOWNLOAD);
        Optional<Caller> caller = caller(request, draft);
        Optional<UUID> uuid = uuid(id);
        if (caller.isEmpty() || uuid.isEmpty()) {
            absent(response, draft);
            return;
        }
        DataSetAccess access = dataSets.open(caller.get(), uuid.get(), DataSetUse.DOWNLOAD);
        if (access instanceof DataSetAccess.Refused refused) {
            refuse(response, draft, refused);
            return;
        }
        DataSetAccess.Opened opened = (DataSetAccess.Opened) access;
        draft.entity(opened.dataSet().reference());
        Optional<DataFile> file = opened.dataSet().files().stream()
                .filter(candidate -> candidate.name().equals(name))
                .findFirst();
        if (file.isEmpty()) {
            absent(response, draft);
            return;
        }
        draft.detail("file", file.get().name());
        draft.detail("sha256", file.get().sha256());
        try (InputStream content = opened.files().read(file.get().name())) {
            byte[] buffer = new byte[BUFFER];
            int count = content.read(buffer);
            response.setStatus(200);
            response.setHeader("Cache-Control", "no-store");
            response.setContentType(file.get().isFhir() ? "application/fhir+ndjson" : "application/json");
            response.setContentLengthLong(file.get().bytes());
            while (count >= 0) {
                response.getOutputStream().write(buffer, 0, count);
                count = content.read(buffer);
            }
        }
    }

    /** Destroys it for good; answers with the certificate. */
    @DeleteMapping("/datasets/{id}")
    public void dispose(@PathVariable("id") String id, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        AuditDraft draft = draft(request);
        draft.kind(AuditKind.DATASET_DISPOSAL);
        Optional<DataSet> ended =
                caller(request, draft).flatMap(caller -> uuid(id).flatMap(uuid -> dataSets.dispose(caller, uuid)));
        if (ended.isEmpty()) {
            absent(response, draft);
            return;
        }
        draft.entity(ended.get().reference());
        draft.also(
                AuditKind.KEY_DESTRUCTION,
                Set.of(),
                List.of(ended.get().reference()),
                Map.of(AuditDetail.KEY_PURPOSE, "data-set"));
        write(response, 200, "application/json", shown(ended.get()));
    }

    private static ObjectNode shown(DataSet dataSet) {
        try {
            ObjectNode body = (ObjectNode) JSON.readTree(DataSetManifest.text(
                    dataSet.id(),
                    dataSet.createdAt(),
                    dataSet.files(),
                    dataSet.lineage(),
                    dataSet.custody(),
                    dataSet.certificate()));
            body.put("sha256", dataSet.sha256());
            Disposal disposal = dataSet.disposal();
            if (disposal != null) {
                body.set("disposal", JSON.readTree(disposal.certificate()));
            }
            return body;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("what this server wrote is not JSON", e);
        }
    }

    private static Optional<Caller> caller(HttpServletRequest request, AuditDraft draft) {
        if (request.getAttribute(Caller.REQUEST_ATTRIBUTE) instanceof Caller caller) {
            draft.caller(caller);
            return Optional.of(caller);
        }
        draft.denied(new Decision.Deny(DenialReason.NOT_AUTHENTICATED, null));
        return Optional.empty();
    }

    private static Optional<UUID> uuid(String id) {
        try {
            UUID uuid = UUID.fromString(id);
            return uuid.toString().equals(id) ? Optional.of(uuid) : Optional.empty();
        } catch (IllegalArgumentException e) {
            // Not an id of ours: there is no such data set.
            return Optional.empty();
        }
    }

    private static void absent(HttpServletResponse response, AuditDraft draft) throws IOException {
        refuse(
                response,
                draft,
                new DataSetAccess.Refused(404, Problem.notFound("There is no such data set here."), null));
    }

    private static void refuse(HttpServletResponse response, AuditDraft draft, DataSetAccess.Refused refused)
            throws IOException {
        Decision.@Nullable Deny denial = refused.denial();
        if (denial != null) {
            draft.denied(denial);
        }
        write(
                response,
                refused.status(),
                "application/fhir+json;charset=UTF-8",
                OperationOutcomes.of(refused.problem(), draft.correlationId()));
    }

    private static AuditDraft draft(HttpServletRequest request) {
        if (request.getAttribute(AuditDraft.REQUEST_ATTRIBUTE) instanceof AuditDraft draft) {
            return draft;
        }
        throw new IllegalStateException("the ledger's filter does not stand before this address");
    }

    private static void write(HttpServletResponse response, int status, String contentType, ObjectNode body)
            throws IOException {
        response.setStatus(status);
        response.setHeader("Cache-Control", "no-store");
        response.setContentType(contentType);
        response.getOutputStream().write(body.toString().getBytes(StandardCharsets.UTF_8));
    }
}
