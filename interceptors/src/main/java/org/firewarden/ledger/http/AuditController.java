package org.firewarden.ledger.http;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Supplier;
import org.firewarden.access.Caller;
import org.firewarden.access.Decision;
import org.firewarden.access.DenialReason;
import org.firewarden.access.Interaction;
import org.firewarden.access.Role;
import org.firewarden.audit.AuditAction;
import org.firewarden.audit.AuditDraft;
import org.firewarden.ledger.checkpoint.CheckpointTable;
import org.firewarden.ledger.checkpoint.LedgerSigner;
import org.firewarden.ledger.checkpoint.StampTable;
import org.firewarden.ledger.event.CanonicalJson;
import org.firewarden.ledger.store.LedgerTree;
import org.firewarden.ledger.verify.StampedCheckpoint;
import org.firewarden.problem.OperationOutcomes;
import org.firewarden.problem.Problem;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * {@code GET /audit/*}, for auditors and privacy officers whose token lets them read AuditEvents. Nothing is written before the
 * caller was found to be one, and each call, also a refused one, is an event.
 */
@RestController
public final class AuditController {

    private static final String TEXT = "text/plain;charset=UTF-8";

    private final LedgerTree tree;
    private final CheckpointTable checkpoints;
    private final StampTable stamps;
    private final LedgerSigner signer;
    private final StoredDisposals disposals;

    /** Answers from this ledger. */
    public AuditController(
            LedgerTree tree,
            CheckpointTable checkpoints,
            StampTable stamps,
            LedgerSigner signer,
            StoredDisposals disposals) {
        this.tree = tree;
        this.checkpoints = checkpoints;
        this.stamps = stamps;
        this.signer = signer;
        this.disposals = disposals;
    }

    /** The newest signed checkpoint, as a signed note. */
    @GetMapping("/audit/checkpoint")
    public void checkpoint(HttpServletRequest request, HttpServletResponse response) throws IOException {
        answer(
                "audit-checkpoint",
                request,
                response,
                () -> withoutParameters(request)
                        .orElseGet(() -> checkpoints
                                .latest()
                                .<AuditAnswer>map(stored -> new AuditAnswer.Document(
                                        TEXT, stored.note().toString()))
                                .orElseGet(() -> AuditAnswer.notFound("There is no checkpoint yet."))));
    }

    /** The newest checkpoint that a time stamp authority has stamped, with its stamp. */
    @GetMapping("/audit/timestamp")
    public void timestamp(HttpServletRequest request, HttpServletResponse response) throws IOException {
        answer(
                "audit-timestamp",
                request,
                response,
                () -> withoutParameters(request)
                        .orElseGet(() -> stamps.latest()
                                .<AuditAnswer>map(stamped -> new AuditAnswer.Document(
                                        "application/json",
                                        new StampedCheckpoint(stamped.note(), stamped.response()).toLine()))
                                .orElseGet(() -> AuditAnswer.notFound("There is no time stamp yet."))));
    }

    /** The public keys that checkpoints are signed with, one a line. */
    @GetMapping("/audit/keys")
    public void keys(HttpServletRequest request, HttpServletResponse response) throws IOException {
        answer(
                "audit-keys",
                request,
                response,
                () -> withoutParameters(request)
                        .orElseGet(() ->
                                new AuditAnswer.Document(TEXT, signer.keys().toString())));
    }

    /**
     * The certificates of what was destroyed after its time, as JSON texts that are signed notes, the newest first; a thousand at
     * most, from the one at place {@code first} on.
     */
    @GetMapping("/audit/disposals")
    public void disposals(HttpServletRequest request, HttpServletResponse response) throws IOException {
        answer("audit-disposals", request, response, () -> {
            RangeParameters parameters = new RangeParameters(request.getParameterMap(), Set.of("first"));
            return parameters.problems().isEmpty()
                    ? new AuditAnswer.Document(
                            "application/json",
                            CanonicalJson.write(Map.of(
                                    "certificates",
                                    disposals.from(parameters.get("first").orElse(0)))))
                    : AuditAnswer.invalid(parameters.problems());
        });
    }

    /** An inclusion or a consistency proof. */
    @GetMapping("/audit/proof")
    public void proof(HttpServletRequest request, HttpServletResponse response) throws IOException {
        answer(
                "audit-proof",
                request,
                response,
                () -> new LedgerProofs(tree)
                        .answer(
                                request.getParameterMap(),
                                checkpoints
                                        .latest()
                                        .map(s -> OptionalLong.of(s.checkpoint().size()))
                                        .orElseGet(OptionalLong::empty)));
    }

    /** The signed part of the ledger, or events {@code first} to {@code end - 1} of it, as NDJSON. */
    @GetMapping("/audit/export")
    public void export(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Optional<CheckpointTable.Stored> signed = checkpoints.latest();
        AuditAnswer answer = answer("audit-export", request, response, () -> range(request, signed));
        if (answer instanceof AuditAnswer.Export range) {
            response.setContentType("application/x-ndjson");
            response.setHeader("Content-Disposition", "attachment; filename=\"ledger.ndjson\"");
            new LedgerExport(tree).write(range.first(), range.end(), signed.orElseThrow(), response.getOutputStream());
        }
    }

    private static AuditAnswer range(HttpServletRequest request, Optional<CheckpointTable.Stored> signed) {
        RangeParameters parameters = new RangeParameters(request.getParameterMap(), Set.of("first", "end"));
        if (!parameters.problems().isEmpty()) {
            return AuditAnswer.invalid(parameters.problems());
        }
        if (signed.isEmpty()) {
            return AuditAnswer.notFound("There is no checkpoint yet.");
        }
        long size = signed.get().checkpoint().size();
        long first = parameters.get("first").orElse(0);
        long end = parameters.get("end").orElse(Math.max(first, size));
        if (first > end) {
            return AuditAnswer.invalid("invalid-range", "The range ends before it begins.");
        }
        return end > size
                ? AuditAnswer.notFound("The signed part of the ledger does not have that many events.")
                : new AuditAnswer.Export(first, end);
    }

    private static Optional<AuditAnswer> withoutParameters(HttpServletRequest request) {
        List<Problem> problems = new RangeParameters(request.getParameterMap(), Set.of()).problems();
        return problems.isEmpty() ? Optional.empty() : Optional.of(AuditAnswer.invalid(problems));
    }

    /** States the event, decides, and writes what is not an export. */
    private static AuditAnswer answer(
            String interaction,
            HttpServletRequest request,
            HttpServletResponse response,
            Supplier<? extends AuditAnswer> question)
            throws IOException {
        AuditDraft draft = (AuditDraft) request.getAttribute(AuditDraft.REQUEST_ATTRIBUTE);
        if (draft == null) {
            throw new IllegalStateException("the ledger's filter does not stand before this address");
        }
        draft.interaction(AuditAction.READ, interaction);
        Optional<AuditAnswer> refusal = refusal((Caller) request.getAttribute(Caller.REQUEST_ATTRIBUTE), draft);
        AuditAnswer answer = refusal.isPresent() ? refusal.get() : question.get();
        response.setHeader("Cache-Control", "no-store");
        if (answer instanceof AuditAnswer.Document document) {
            write(response, 200, document.contentType(), document.body());
        } else if (answer instanceof AuditAnswer.Refusal refused) {
            write(
                    response,
                    refused.status(),
                    "application/fhir+json;charset=UTF-8",
                    OperationOutcomes.of(refused.problems(), draft.correlationId())
                            .toString());
        } else if (answer instanceof AuditAnswer.Export export) {
            draft.detail("first", String.valueOf(export.first()));
            draft.detail("end", String.valueOf(export.end()));
        }
        return answer;
    }

    private static Optional<AuditAnswer> refusal(@Nullable Caller caller, AuditDraft draft) {
        if (caller == null) {
            draft.denied((Decision.Deny) Decision.deny(DenialReason.NOT_AUTHENTICATED));
            return Optional.of(
                    new AuditAnswer.Refusal(401, List.of(Problem.unauthenticated("A token is needed here."))));
        }
        draft.caller(caller);
        boolean isAuditor = caller.is(Role.AUDITOR) || caller.is(Role.PRIVACY_OFFICER);
        boolean isInScope = caller.scopes().allowsBeyondPatient(Interaction.SEARCH, "AuditEvent")
                && caller.scopes().allowsBeyondPatient(Interaction.READ, "AuditEvent");
        if (isAuditor && isInScope) {
            return Optional.empty();
        }
        draft.denied((Decision.Deny) Decision.deny(isAuditor ? DenialReason.MISSING_SCOPE : DenialReason.ROLE));
        return Optional.of(new AuditAnswer.Refusal(
                403, List.of(Problem.forbidden("forbidden", "The ledger is open to auditors."))));
    }

    private static void write(HttpServletResponse response, int status, String contentType, String body)
            throws IOException {
        response.setStatus(status);
        response.setContentType(contentType);
        response.getOutputStream().write(body.getBytes(StandardCharsets.UTF_8));
    }
}
