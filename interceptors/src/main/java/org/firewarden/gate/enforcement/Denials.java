package org.firewarden.gate.enforcement;

import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException;
import ca.uhn.fhir.rest.server.exceptions.ForbiddenOperationException;
import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import ca.uhn.fhir.rest.server.exceptions.PreconditionFailedException;
import ca.uhn.fhir.rest.server.exceptions.UnprocessableEntityException;
import java.util.EnumSet;
import java.util.Set;
import org.firewarden.access.Decision;
import org.firewarden.access.DenialReason;
import org.firewarden.failure.Refusals;
import org.firewarden.gate.query.QueryRefusal;
import org.firewarden.problem.Problem;
import org.jspecify.annotations.Nullable;

/** Turns a refusal into what the caller sees, and notes it for the audit trail. */
final class Denials {

    private static final Set<DenialReason> ABOUT_ONE_PATIENT = EnumSet.of(
            DenialReason.CONSENT,
            DenialReason.OUTSIDE_COMPARTMENT,
            DenialReason.CARE_RELATIONSHIP,
            DenialReason.SENSITIVITY);

    private Denials() {}

    /** Notes the refusal and gives the exception to throw. */
    static BaseServerResponseException refuse(@Nullable RequestDetails request, Decision.Deny deny) {
        RequestContext.draft(request).ifPresent(draft -> draft.denied(deny));
        if (deny.reason() == DenialReason.MASKED_CONTENT) {
            return Refusals.of(new PreconditionFailedException("refused by the gate"), maskedContent());
        }
        return Refusals.of(new ForbiddenOperationException("refused by the gate"), problem(deny.reason()));
    }

    /**
     * Refuses content that may not be written. That it touches a patient whom the caller may not reach looks like a reference
     * to a patient who is not there.
     */
    static BaseServerResponseException refuseWrite(@Nullable RequestDetails request, Decision.Deny deny) {
        if (ABOUT_ONE_PATIENT.contains(deny.reason())) {
            RequestContext.draft(request).ifPresent(draft -> draft.denied(deny));
            return Refusals.of(new UnprocessableEntityException("refused by the gate"), Refusals.referenceIsNotHere());
        }
        return refuse(request, deny);
    }

    private static Problem maskedContent() {
        return new Problem(
                "conflict",
                "masked-content",
                "A part of this resource is hidden from you, or left out of what you sent (SUBSETTED, REDACTED); written"
                        + " back, it would be lost.");
    }

    /** Refuses a query. A parameter is named, since which ones there are is no secret; what was asked of it is not. */
    static BaseServerResponseException refuseQuery(@Nullable RequestDetails request, QueryRefusal refusal) {
        if (refusal instanceof QueryRefusal.Malformed malformed) {
            return Refusals.of(new InvalidRequestException("query not understood"), malformed.problems());
        }
        Decision.Deny closed = new Decision.Deny(DenialReason.QUERY_CLOSED, null);
        if (!(refusal instanceof QueryRefusal.Denied denied)) {
            RequestContext.draft(request).ifPresent(draft -> draft.denied(closed));
            return Refusals.of(
                    new ForbiddenOperationException("refused by the gate"),
                    Problem.forbidden(
                            "query-too-wide",
                            "A chain, _has, _list or count finds more resources than this server looks at for it. Name"
                                    + " further parameters."));
        }
        if (denied.deny().reason() != DenialReason.QUERY_CLOSED || denied.parameter() == null) {
            return refuse(request, denied.deny());
        }
        RequestContext.draft(request).ifPresent(draft -> draft.denied(denied.deny()));
        return Refusals.of(
                new ForbiddenOperationException("refused by the gate"),
                Problem.forbidden(
                        "query-closed", "The search parameter " + denied.parameter() + " is not open to this caller."));
    }

    private static Problem problem(DenialReason reason) {
        return switch (reason) {
            case MISSING_SCOPE ->
                Problem.forbidden("insufficient-scope", "The scopes of the access token do not allow this.");
            case OPERATION_CLOSED ->
                Problem.forbidden("operation-closed", "This operation is not open on this server.");
            case QUERY_CLOSED ->
                Problem.forbidden(
                        "query-closed", "This query or condition is not open on this server, or not to this caller.");
            case STEP_UP_REQUIRED ->
                Problem.forbidden("step-up-required", "This needs a stronger sign-in; sign in again with one.");
            // The rest must not tell a hidden thing from a forbidden one.
            case NOT_AUTHENTICATED,
                    OUTSIDE_COMPARTMENT,
                    CONSENT,
                    ROLE,
                    CARE_RELATIONSHIP,
                    SENSITIVITY,
                    TENANT,
                    MINIMUM_NECESSARY,
                    MASKED_CONTENT -> Problem.forbidden("forbidden", "This is not allowed.");
        };
    }
}
