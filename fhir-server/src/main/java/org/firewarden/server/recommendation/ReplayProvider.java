package org.firewarden.server.recommendation;

import ca.uhn.fhir.rest.annotation.IdParam;
import ca.uhn.fhir.rest.annotation.Operation;
import ca.uhn.fhir.rest.server.exceptions.UnprocessableEntityException;
import ca.uhn.fhir.rest.server.servlet.ServletRequestDetails;
import org.firewarden.access.Caller;
import org.firewarden.access.Role;
import org.firewarden.cds.recommendation.StoredRecommendation;
import org.firewarden.cds.replay.RecommendationReplay;
import org.firewarden.cds.replay.Replay;
import org.firewarden.failure.Refusals;
import org.firewarden.gate.enforcement.RequestContext;
import org.firewarden.problem.Problem;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.RiskAssessment;
import org.hl7.fhir.r4.model.StringType;

/**
 * The HTTP face of {@code POST RiskAssessment/{id}/$replay}: computes a recommendation again with the version that made it. The
 * answer says whether it is the same and holds no value of the patient, so auditors and safety officers may ask for any.
 */
final class ReplayProvider {

    private final RecommendationReplay replay;
    private final RecommendationAccess access;

    ReplayProvider(RecommendationReplay replay, RecommendationAccess access) {
        this.replay = replay;
        this.access = access;
    }

    /** Computes it again. */
    @Operation(name = "$replay", type = RiskAssessment.class)
    public Parameters replay(@IdParam IdType id, ServletRequestDetails request) {
        Caller caller = RecommendationAccess.caller(
                request, Role.CLINICIAN, Role.AUDITOR, Role.PRIVACY_OFFICER, Role.SAFETY_OFFICER);
        StoredRecommendation made = caller.is(Role.CLINICIAN)
                ? access.findVisible(id.getIdPart(), caller, request)
                : access.find(id.getIdPart());
        Replay result = replay.replay(made.card());
        RequestContext.draft(request).ifPresent(draft -> {
            draft.entity("RiskAssessment/" + made.card());
            draft.detail("model", made.modelId());
            draft.detail("model-version", made.modelVersion());
            draft.detail(
                    "replay",
                    result instanceof Replay.Computed computed ? String.valueOf(computed.isIdentical()) : "impossible");
        });
        if (result instanceof Replay.Computed computed) {
            return answer(computed);
        }
        throw Refusals.of(
                new UnprocessableEntityException("cannot be replayed"),
                Problem.invalid(
                        "not-replayable",
                        result instanceof Replay.ModelNotRunnable
                                ? "The model version that made this recommendation cannot be run here."
                                : "Too little is kept of this recommendation to compute it again."));
    }

    private static Parameters answer(Replay.Computed computed) {
        StoredRecommendation made = computed.stored();
        Parameters answer = new Parameters();
        add(answer, "identical", computed.isIdentical());
        add(answer, "inputsIdentical", computed.areInputsIdentical());
        add(answer, "outputsIdentical", computed.areOutputsIdentical());
        add(answer, "contributionsIdentical", computed.areContributionsIdentical());
        add(answer, "model", made.modelId());
        add(answer, "version", made.modelVersion());
        add(answer, "sha256", made.modelSha256());
        add(answer, "madeAt", made.madeAt().toString());
        return answer;
    }

    private static void add(Parameters answer, String name, boolean value) {
        answer.addParameter().setName(name).setValue(new BooleanType(value));
    }

    private static void add(Parameters answer, String name, String value) {
        answer.addParameter().setName(name).setValue(new StringType(value));
    }
}
