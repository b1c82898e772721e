package org.firewarden.gate.breakglass;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.exceptions.ForbiddenOperationException;
import ca.uhn.fhir.rest.server.exceptions.UnprocessableEntityException;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.firewarden.access.Caller;
import org.firewarden.access.Role;
import org.firewarden.audit.AuditDetail;
import org.firewarden.audit.AuditKind;
import org.firewarden.failure.Refusals;
import org.firewarden.gate.InterceptorOrder;
import org.firewarden.gate.enforcement.RequestContext;
import org.firewarden.problem.Problem;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Task;
import org.jspecify.annotations.Nullable;

/**
 * Keeps reviews in the hands of privacy officers: only the server opens one, nobody deletes one, nobody reviews a grant of
 * their own. Writes down in the same transaction what became of the grant.
 */
@Interceptor
public final class ReviewTaskInterceptor {

    private static final String BY_THE_SERVER = ReviewTaskInterceptor.class.getName();

    private final BreakGlassGrants grants;
    private final Clock clock;

    /** Writes reviews down here. */
    public ReviewTaskInterceptor(BreakGlassGrants grants, Clock clock) {
        this.grants = grants;
        this.clock = clock;
    }

    /** Marks a request of the server itself that opens a review. */
    public static RequestDetails opening(RequestDetails request) {
        request.getUserData().put(BY_THE_SERVER, true);
        return request;
    }

    /** Before a Task is created. */
    @Hook(value = Pointcut.STORAGE_PRESTORAGE_RESOURCE_CREATED, order = InterceptorOrder.REVIEW)
    public void create(IBaseResource resource, @Nullable RequestDetails request) {
        boolean isOurs = request != null && request.getUserData().containsKey(BY_THE_SERVER);
        if (resource instanceof Task task && ReviewTask.isReview(task) && !isOurs) {
            throw forbidden("The server itself opens reviews of emergency access.");
        }
    }

    /** Before a Task is changed. */
    @Hook(value = Pointcut.STORAGE_PRESTORAGE_RESOURCE_UPDATED, order = InterceptorOrder.REVIEW)
    public void update(@Nullable IBaseResource before, IBaseResource after, @Nullable RequestDetails request) {
        if (!(after instanceof Task task)) {
            return;
        }
        if (!(before instanceof Task old) || !ReviewTask.isReview(old)) {
            create(after, request);
            return;
        }
        Caller caller = RequestContext.caller(request)
                .filter(who -> who.is(Role.PRIVACY_OFFICER))
                .orElseThrow(() -> forbidden("Privacy officers review emergency access."));
        boolean isOwn = ReviewTask.grantId(old.getIdElement().getIdPart())
                .flatMap(grants::find)
                .filter(grant -> grant.subject().equals(caller.subject()))
                .isPresent();
        if (isOwn) {
            throw forbidden("Somebody else reviews your emergency access.");
        }
        if (!ReviewTask.isProgress(old, task)) {
            throw Refusals.of(
                    new UnprocessableEntityException("not a change of progress"),
                    Problem.invalid(
                            "review-task-fixed",
                            "Of an open review only status, statusReason, businessStatus, executionPeriod, lastModified,"
                                    + " note and output change, and it ends as completed."));
        }
    }

    /** Before a Task is deleted. */
    @Hook(value = Pointcut.STORAGE_PRESTORAGE_RESOURCE_DELETED, order = InterceptorOrder.REVIEW)
    public void delete(IBaseResource resource) {
        if (resource instanceof Task task && ReviewTask.isReview(task)) {
            throw forbidden("A review of emergency access is not deleted.");
        }
    }

    /** After a Task was changed, before its transaction commits. */
    @Hook(value = Pointcut.STORAGE_PRECOMMIT_RESOURCE_UPDATED, order = InterceptorOrder.REVIEW)
    public void updated(@Nullable IBaseResource before, IBaseResource after, @Nullable RequestDetails request) {
        if (!(after instanceof Task task) || !ReviewTask.isReview(task)) {
            return;
        }
        Optional<Caller> caller = RequestContext.caller(request);
        Optional<UUID> grant = ReviewTask.grantId(task.getIdElement().getIdPart());
        if (caller.isEmpty() || grant.isEmpty()) {
            throw new IllegalStateException("a review without a reviewer or without a grant");
        }
        if (ReviewTask.isWithdrawn(task)) {
            review(task, grant.get(), BreakGlassGrants.Outcome.WITHDRAWN, caller.get(), request);
        }
        if (ReviewTask.isCompleted(task)) {
            review(task, grant.get(), BreakGlassGrants.Outcome.REVIEWED, caller.get(), request);
        }
    }

    /** The event succeeds or fails with the change of the Task. */
    private void review(
            Task task, UUID grant, BreakGlassGrants.Outcome outcome, Caller caller, @Nullable RequestDetails request) {
        grants.review(grant, outcome, caller, clock.instant());
        RequestContext.draft(request)
                .ifPresent(draft -> draft.also(
                        AuditKind.BREAK_GLASS_REVIEW,
                        grants.find(grant)
                                .map(found -> Set.of(found.patientId()))
                                .orElse(Set.of()),
                        List.of("Task/" + task.getIdElement().getIdPart()),
                        Map.of(
                                AuditDetail.CHANGE,
                                outcome.name().toLowerCase(Locale.ROOT),
                                "break-glass-grant",
                                grant.toString())));
    }

    private static ForbiddenOperationException forbidden(String text) {
        return Refusals.of(
                new ForbiddenOperationException("not a review of this caller"),
                Problem.forbidden("break-glass-review", text));
    }
}
