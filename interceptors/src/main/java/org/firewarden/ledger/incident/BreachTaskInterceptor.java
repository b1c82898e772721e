package org.firewarden.ledger.incident;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.exceptions.ForbiddenOperationException;
import ca.uhn.fhir.rest.server.exceptions.UnprocessableEntityException;
import java.util.Set;
import java.util.TreeSet;
import org.firewarden.access.Role;
import org.firewarden.failure.Refusals;
import org.firewarden.gate.InterceptorOrder;
import org.firewarden.gate.enforcement.RequestContext;
import org.firewarden.problem.Problem;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Task;
import org.hl7.fhir.r4.model.Task.TaskStatus;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the Tasks of breaches in the hands of privacy officers: only the server opens one, nobody deletes one or moves its clock,
 * and an assessment is completed with all four factors (45 CFR 164.402(2), 164.414(b), burden of proof).
 */
@Interceptor
public final class BreachTaskInterceptor {

    private static final String BY_THE_SERVER = BreachTaskInterceptor.class.getName();

    /** Marks a request of the server itself that opens a Task. */
    public static RequestDetails opening(RequestDetails request) {
        request.getUserData().put(BY_THE_SERVER, true);
        return request;
    }

    /** Before a Task is created. */
    @Hook(value = Pointcut.STORAGE_PRESTORAGE_RESOURCE_CREATED, order = InterceptorOrder.REVIEW)
    public void create(IBaseResource resource, @Nullable RequestDetails request) {
        boolean isByServer = request != null && request.getUserData().containsKey(BY_THE_SERVER);
        if (resource instanceof Task task && BreachTasks.isOurs(task) && !isByServer) {
            throw forbidden("The server itself opens the Tasks of a breach.");
        }
    }

    /** Before a Task is changed. */
    @Hook(value = Pointcut.STORAGE_PRESTORAGE_RESOURCE_UPDATED, order = InterceptorOrder.REVIEW)
    public void update(@Nullable IBaseResource before, IBaseResource after, @Nullable RequestDetails request) {
        if (!(after instanceof Task task)) {
            return;
        }
        if (!(before instanceof Task old) || !BreachTasks.isOurs(old)) {
            create(after, request);
            return;
        }
        if (RequestContext.caller(request)
                .filter(who -> who.is(Role.PRIVACY_OFFICER))
                .isEmpty()) {
            throw forbidden("Privacy officers work on breaches.");
        }
        if (old.getStatus() == TaskStatus.COMPLETED || !fixed(old).equalsDeep(fixed(task))) {
            throw unprocessable(
                    "Of an open Task of a breach only status, statusReason, businessStatus, executionPeriod,"
                            + " lastModified, note and output change.");
        }
        Set<String> missing = BreachTasks.is(old, BreachTasks.ASSESSMENT) ? BreachTasks.missingFactors(task) : Set.of();
        if (task.getStatus() == TaskStatus.COMPLETED && !missing.isEmpty()) {
            throw unprocessable("The assessment does not state each factor yet; missing: "
                    + String.join(", ", new TreeSet<>(missing)) + ".");
        }
    }

    /** Before a Task is deleted. */
    @Hook(value = Pointcut.STORAGE_PRESTORAGE_RESOURCE_DELETED, order = InterceptorOrder.REVIEW)
    public void delete(IBaseResource resource) {
        if (resource instanceof Task task && BreachTasks.isOurs(task)) {
            throw forbidden("A Task of a breach is not deleted.");
        }
    }

    private static Task fixed(Task task) {
        Task fixed = task.copy();
        fixed.setId((String) null);
        fixed.setMeta(null);
        fixed.setText(null);
        fixed.setStatus(null);
        fixed.setStatusReason(null);
        fixed.setBusinessStatus(null);
        fixed.setExecutionPeriod(null);
        fixed.setLastModified(null);
        fixed.setNote(null);
        fixed.setOutput(null);
        return fixed;
    }

    private static ForbiddenOperationException forbidden(String text) {
        return Refusals.of(
                new ForbiddenOperationException("not for this caller"), Problem.forbidden("breach-task", text));
    }

    private static UnprocessableEntityException unprocessable(String text) {
        return Refusals.of(
                new UnprocessableEntityException("not a change of progress"),
                Problem.invalid("breach-task-fixed", text));
    }
}
