package org.firewarden.model.operation;

import ca.uhn.fhir.rest.annotation.IdParam;
import ca.uhn.fhir.rest.annotation.Operation;
import ca.uhn.fhir.rest.server.servlet.ServletRequestDetails;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.firewarden.access.Caller;
import org.firewarden.access.Interaction;
import org.firewarden.access.Role;
import org.firewarden.audit.AuditAction;
import org.firewarden.audit.AuditDetail;
import org.firewarden.audit.AuditDraft;
import org.firewarden.audit.AuditKind;
import org.firewarden.model.admission.AdmissionResult;
import org.firewarden.model.admission.ModelAdmission;
import org.firewarden.model.admission.Submission;
import org.firewarden.model.registry.ModelVersion;
import org.firewarden.model.registry.Stage;
import org.firewarden.model.stage.Canary;
import org.firewarden.model.stage.ModelStages;
import org.firewarden.model.stage.ModelVersionView;
import org.firewarden.model.stage.StageResult;
import org.firewarden.problem.Problem;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.Device;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Reference;

/** {@code Device/$submit} and {@code Device/{id}/$promote}, {@code $rollback}, {@code $retire}, {@code $disable}. */
public final class ModelOperations {

    private final ModelAdmission admission;
    private final ModelStages stages;
    private final ModelVersionView view;
    private final ModelRefusals refusals;

    /** Asks these. */
    public ModelOperations(
            ModelAdmission admission, ModelStages stages, ModelVersionView view, ModelRefusals refusals) {
        this.admission = admission;
        this.stages = stages;
        this.view = view;
        this.refusals = refusals;
    }

    /** Submits a version: {@code artifact} in base64, {@code manifest} as text or base64, {@code key} and {@code signature}. */
    @Operation(name = "$submit", type = Device.class)
    public Parameters submit(ServletRequestDetails request) {
        AuditDraft draft = draft(request, "$submit");
        Caller caller = caller(request);
        if (!caller.is(Role.ML_ENGINEER) || !caller.scopes().allows(Interaction.CREATE, "Device")) {
            throw refusals.of(
                    403,
                    List.of(Problem.forbidden(
                            "forbidden", "ML engineers submit models, with a scope to create Device.")),
                    draft);
        }
        OperationParameters parameters = OperationParameters.of(request);
        List<Problem> problems = new ArrayList<>();
        Optional<byte[]> artifact = parameters.bytes("artifact", problems);
        Optional<byte[]> manifest = parameters.bytes("manifest", problems);
        Optional<String> key = parameters.text("key", problems);
        Optional<String> signature = parameters.text("signature", problems);
        if (!problems.isEmpty()) {
            throw refusals.of(400, problems, draft);
        }
        AdmissionResult result = admission.submit(new Submission(
                artifact.orElseThrow(),
                manifest.orElseThrow(),
                key.orElseThrow(),
                signature.orElseThrow(),
                caller.subject()));
        if (result instanceof AdmissionResult.Refused refused) {
            draft.detail("refusal", String.valueOf(refused.reasons().get(0).code()));
            draft.detail("reasons", String.valueOf(refused.reasons().size()));
            throw refusals.of(422, refused.reasons(), draft);
        }
        ModelVersion admitted = ((AdmissionResult.Admitted) result).version();
        describe(draft, admitted);
        view.follow();
        return answer(admitted, "done");
    }

    /** Approves the next step of a version: {@code stage}, and for a canary {@code percent} or {@code unit}. */
    @Operation(name = "$promote", type = Device.class)
    public Parameters promote(@IdParam IdType device, ServletRequestDetails request) {
        AuditDraft draft = draft(request, "$promote");
        OperationParameters parameters = OperationParameters.of(request);
        List<Problem> problems = new ArrayList<>();
        Optional<Stage> target = parameters.stage("stage", problems);
        int percent = parameters.percent("percent", problems);
        Set<String> units = new HashSet<>(parameters.texts("unit"));
        if (!problems.isEmpty()) {
            throw refusals.of(400, problems, draft);
        }
        DeviceId id = id(device, draft);
        Canary canary = percent == 0 && units.isEmpty() ? Canary.NONE : new Canary(percent, units);
        return answer(stages.promote(caller(request), id.model(), id.version(), target.orElse(null), canary), draft);
    }

    /** Takes a version back by one. */
    @Operation(name = "$rollback", type = Device.class)
    public Parameters rollback(@IdParam IdType device, ServletRequestDetails request) {
        AuditDraft draft = draft(request, "$rollback");
        DeviceId id = id(device, draft);
        return answer(stages.rollback(caller(request), id.model(), id.version()), draft);
    }

    /** Approves that a version is retired. */
    @Operation(name = "$retire", type = Device.class)
    public Parameters retire(@IdParam IdType device, ServletRequestDetails request) {
        AuditDraft draft = draft(request, "$retire");
        DeviceId id = id(device, draft);
        return answer(stages.retire(caller(request), id.model(), id.version()), draft);
    }

    /** Takes a version out of use at once. */
    @Operation(name = "$disable", type = Device.class)
    public Parameters disable(@IdParam IdType device, ServletRequestDetails request) {
        AuditDraft draft = draft(request, "$disable");
        DeviceId id = id(device, draft);
        return answer(stages.disable(caller(request), id.model(), id.version()), draft);
    }

    private Parameters answer(StageResult result, AuditDraft draft) {
        if (result instanceof StageResult.Moved moved) {
            describe(draft, moved.version());
            draft.detail("stage-before", code(moved.from()));
            draft.also(
                    AuditKind.STAGE_CHANGE,
                    Set.of(),
                    List.of("Device/" + DeviceId.of(moved.version())),
                    Map.of(
                            AuditDetail.MODEL,
                            moved.version().modelId(),
                            AuditDetail.MODEL_VERSION,
                            moved.version().version(),
                            "stage-before",
                            code(moved.from()),
                            "stage",
                            code(moved.version().stage())));
            view.follow();
            return answer(moved.version(), "done");
        } else if (result instanceof StageResult.Pending pending) {
            describe(draft, pending.version());
            draft.detail("stage-wanted", code(pending.target()));
            Parameters answer = answer(pending.version(), "pending");
            answer.addParameter().setName("target").setValue(new CodeType(code(pending.target())));
            pending.missingRoles()
                    .forEach(role ->
                            answer.addParameter().setName("missingApproval").setValue(new CodeType(role)));
            return answer;
        } else if (result instanceof StageResult.Forbidden forbidden) {
            throw refusals.of(403, List.of(forbidden.reason()), draft);
        } else if (result instanceof StageResult.Refused refused) {
            draft.detail("refusal", refused.reasons().get(0).code());
            throw refusals.of(422, refused.reasons(), draft);
        }
        throw refusals.of(404, List.of(Problem.notFound("There is no such model version.")), draft);
    }

    private DeviceId id(IdType device, AuditDraft draft) {
        return DeviceId.parse(device.getIdPart())
                .orElseThrow(
                        () -> refusals.of(404, List.of(Problem.notFound("There is no such model version.")), draft));
    }

    static void describe(AuditDraft draft, ModelVersion version) {
        draft.entity("Device/" + DeviceId.of(version));
        draft.detail("model", version.modelId());
        draft.detail("model-version", version.version());
        draft.detail("model-sha256", version.sha256());
        draft.detail("stage", code(version.stage()));
    }

    private static Parameters answer(ModelVersion version, String state) {
        Parameters answer = new Parameters();
        answer.addParameter().setName("device").setValue(new Reference("Device/" + DeviceId.of(version)));
        answer.addParameter().setName("stage").setValue(new CodeType(code(version.stage())));
        answer.addParameter().setName("state").setValue(new CodeType(state));
        return answer;
    }

    private static String code(Stage stage) {
        return ModelDevice.code(stage);
    }

    static AuditDraft draft(ServletRequestDetails request, String name) {
        Object kept = request.getServletRequest().getAttribute(AuditDraft.REQUEST_ATTRIBUTE);
        if (!(kept instanceof AuditDraft draft)) {
            throw new IllegalStateException("a request without an audit draft");
        }
        draft.interaction(AuditAction.EXECUTE, name);
        return draft;
    }

    static Caller caller(ServletRequestDetails request) {
        Object kept = request.getServletRequest().getAttribute(Caller.REQUEST_ATTRIBUTE);
        if (!(kept instanceof Caller caller)) {
            throw new IllegalStateException("a request without a caller");
        }
        return caller;
    }
}
