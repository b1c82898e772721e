package org.firewarden.server.recommendation;

import ca.uhn.fhir.rest.annotation.IdParam;
import ca.uhn.fhir.rest.annotation.Operation;
import ca.uhn.fhir.rest.annotation.OperationParam;
import ca.uhn.fhir.rest.server.exceptions.ResourceVersionConflictException;
import ca.uhn.fhir.rest.server.servlet.ServletRequestDetails;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.firewarden.access.Caller;
import org.firewarden.access.Role;
import org.firewarden.audit.AuditDetail;
import org.firewarden.audit.AuditDraft;
import org.firewarden.cds.recommendation.StoredRecommendation;
import org.firewarden.cds.review.RecommendationReviews;
import org.firewarden.cds.review.ReviewDecision;
import org.firewarden.cds.review.ReviewState;
import org.firewarden.failure.Refusals;
import org.firewarden.gate.enforcement.RequestContext;
import org.firewarden.phi.Phi;
import org.firewarden.problem.Problem;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.PositiveIntType;
import org.hl7.fhir.r4.model.StringType;
import org.hl7.fhir.r4.model.Task;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.support.TransactionOperations;

/**
 * The HTTP face of {@code POST Task/{id}/$confirm}: a clinician says of a recommendation that they looked at it. The Task is
 * completed when as many different people confirmed as the band demands, or rejected when one of them rejects; decision and
 * Task are one transaction.
 */
final class ReviewProvider {

    private static final int LONGEST_COMMENT = 10_000;

    private final RecommendationReviews reviews;
    private final RecommendationRecord record;
    private final RecommendationAccess access;
    private final TransactionOperations transaction;
    private final Clock clock;

    ReviewProvider(
            RecommendationReviews reviews,
            RecommendationRecord record,
            RecommendationAccess access,
            TransactionOperations transaction,
            Clock clock) {
        this.reviews = reviews;
        this.record = record;
        this.access = access;
        this.transaction = transaction;
        this.clock = clock;
    }

    /** Takes a decision. */
    @Operation(name = "$confirm", type = Task.class)
    public Parameters confirm(
            @IdParam IdType id,
            @OperationParam(name = "decision") @Nullable CodeType decision,
            @OperationParam(name = "comment") @Nullable StringType comment,
            ServletRequestDetails request) {
        Caller caller = RecommendationAccess.caller(request, Role.CLINICIAN);
        ReviewDecision decided = checked(decision, comment);
        StoredRecommendation made = access.findVisible(id.getIdPart(), caller, request);
        if (made.reviewers() == 0) {
            throw RecommendationAccess.absent();
        }
        AuditDraft draft = RequestContext.draft(request)
                .orElseThrow(() -> new IllegalStateException("a request without an audit draft"));
        Phi<String> text = comment == null || comment.getValue() == null ? null : Phi.of(comment.getValue());
        note(draft, made, decided, text);
        ReviewState state =
                Objects.requireNonNull(transaction.execute(status -> decide(made, caller, decided, text, draft)));
        return switch (state.outcome()) {
            case OPEN, CONFIRMED, REJECTED -> answer(state);
            case ALREADY_DECIDED ->
                throw conflict("already-decided", "You have decided on this already; somebody else confirms.");
            case CLOSED -> throw conflict("review-closed", "This review is closed.");
        };
    }

    private static ReviewDecision checked(@Nullable CodeType decision, @Nullable StringType comment) {
        List<Problem> problems = new ArrayList<>();
        Optional<ReviewDecision> decided = decision == null || decision.getValue() == null
                ? Optional.empty()
                : ReviewDecision.ofCode(decision.getValue());
        if (decided.isEmpty()) {
            problems.add(Problem.invalid("bad-parameter", "decision is required and is confirmed or rejected."));
        }
        if (comment != null && comment.getValue() != null && comment.getValue().length() > LONGEST_COMMENT) {
            problems.add(Problem.invalid("bad-parameter", "comment has at most " + LONGEST_COMMENT + " characters."));
        }
        if (!problems.isEmpty() || decided.isEmpty()) {
            throw RecommendationAccess.invalid(problems);
        }
        return decided.get();
    }

    private ReviewState decide(
            StoredRecommendation made,
            Caller caller,
            ReviewDecision decision,
            @Nullable Phi<String> comment,
            AuditDraft draft) {
        ReviewState state = reviews.decide(made, caller, decision, comment);
        switch (state.outcome()) {
            case OPEN -> moveOn(made, Task.TaskStatus.INPROGRESS, state, draft);
            case CONFIRMED -> moveOn(made, Task.TaskStatus.COMPLETED, state, draft);
            case REJECTED -> moveOn(made, Task.TaskStatus.REJECTED, state, draft);
            case ALREADY_DECIDED, CLOSED -> {}
        }
        return state;
    }

    private void moveOn(StoredRecommendation made, Task.TaskStatus status, ReviewState state, AuditDraft draft) {
        Task task = record.task(made.card().toString(), draft);
        task.setStatus(status);
        task.setBusinessStatus(new CodeableConcept(new Coding(
                ReviewTasks.OUTCOME_SYSTEM,
                state.outcome().name().toLowerCase(Locale.ROOT),
                state.confirmations() + " of " + state.required())));
        task.setLastModified(Date.from(clock.instant()));
        record.write(task, draft);
    }

    private static void note(
            AuditDraft draft, StoredRecommendation made, ReviewDecision decision, @Nullable Phi<String> comment) {
        draft.patients(Set.of(made.origin().patientId()));
        draft.entity("Task/" + made.card());
        draft.entity("RiskAssessment/" + made.card());
        draft.detail(AuditDetail.MODEL, made.modelId());
        draft.detail(AuditDetail.MODEL_VERSION, made.modelVersion());
        draft.detail(AuditDetail.DECISION, decision.code());
        if (comment != null) {
            draft.sealedDetail(AuditDetail.DECISION_COMMENT, comment);
        }
    }

    private static Parameters answer(ReviewState state) {
        Parameters answer = new Parameters();
        answer.addParameter()
                .setName("outcome")
                .setValue(new CodeType(state.outcome().name().toLowerCase(Locale.ROOT)));
        answer.addParameter().setName("confirmations").setValue(new StringType(String.valueOf(state.confirmations())));
        answer.addParameter().setName("required").setValue(new PositiveIntType(state.required()));
        return answer;
    }

    private static ResourceVersionConflictException conflict(String code, String text) {
        return Refusals.of(new ResourceVersionConflictException(code), new Problem("conflict", code, text));
    }
}
