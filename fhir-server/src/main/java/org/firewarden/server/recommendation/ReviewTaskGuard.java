package org.firewarden.server.recommendation;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.exceptions.ForbiddenOperationException;
import org.firewarden.failure.Refusals;
import org.firewarden.gate.InterceptorOrder;
import org.firewarden.problem.Problem;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Provenance;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.RiskAssessment;
import org.hl7.fhir.r4.model.Task;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what models asserted as they asserted it: only the server writes a review of a recommendation, and only the server
 * writes over or deletes a RiskAssessment or Provenance of its own.
 */
@Interceptor
final class ReviewTaskGuard {

    private static final String OWN = "https://firewarden.org/recommendation";

    /** Before a resource is created. */
    @Hook(value = Pointcut.STORAGE_PRESTORAGE_RESOURCE_CREATED, order = InterceptorOrder.REVIEW)
    public void create(IBaseResource resource, @Nullable RequestDetails request) {
        if (isGuarded(resource) && !isOurs(request)) {
            throw forbidden();
        }
    }

    /** Before a resource is changed. */
    @Hook(value = Pointcut.STORAGE_PRESTORAGE_RESOURCE_UPDATED, order = InterceptorOrder.REVIEW)
    public void update(@Nullable IBaseResource before, IBaseResource after, @Nullable RequestDetails request) {
        if (((before != null && isGuarded(before)) || isGuarded(after)) && !isOurs(request)) {
            throw forbidden();
        }
    }

    /** Before a resource is deleted. */
    @Hook(value = Pointcut.STORAGE_PRESTORAGE_RESOURCE_DELETED, order = InterceptorOrder.REVIEW)
    public void delete(IBaseResource resource) {
        if (isGuarded(resource)) {
            throw forbidden();
        }
    }

    private static boolean isGuarded(IBaseResource resource) {
        if (resource instanceof Task task) {
            return ReviewTasks.isReview(task);
        }
        if (resource instanceof RiskAssessment assessment) {
            return assessment.getIdentifier().stream().anyMatch(id -> OWN.equals(id.getSystem()));
        }
        return resource instanceof Provenance provenance && isAboutOwn(provenance);
    }

    /** Ours carries the label and points to the assessment of its own id. */
    private static boolean isAboutOwn(Provenance provenance) {
        String own = "RiskAssessment/" + ((Resource) provenance).getIdElement().getIdPart();
        return provenance.getMeta().getSecurity().stream().anyMatch(label -> "AIAST".equals(label.getCode()))
                && provenance.getTarget().stream().anyMatch(target -> own.equals(target.getReference()));
    }

    private static boolean isOurs(@Nullable RequestDetails request) {
        return request != null && ReviewTasks.isByTheServer(request);
    }

    private static ForbiddenOperationException forbidden() {
        return Refusals.of(
                new ForbiddenOperationException("not written by the server"),
                Problem.forbidden("recommendation-fixed", "The server itself writes what its models recommend."));
    }
}
