package org.firewarden.deid.operation;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.rest.annotation.Operation;
import ca.uhn.fhir.rest.annotation.OperationParam;
import ca.uhn.fhir.rest.server.servlet.ServletRequestDetails;
import java.nio.charset.StandardCharsets;
import org.firewarden.access.Caller;
import org.firewarden.audit.AuditAction;
import org.firewarden.audit.AuditDraft;
import org.firewarden.deid.operation.export.ExportAnswer;
import org.firewarden.deid.operation.export.ExportKickOff;
import org.firewarden.deid.operation.export.ExportQuestion;
import org.firewarden.job.Jobs;
import org.firewarden.phi.Phi;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.StringType;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP face of {@code $deidentify} and its alias {@code $de-identify} (HL7 DARTS 1.0.0-ballot, {@code $de-identify}). A
 * plain provider of HAPI; it decides nothing.
 */
public final class DeidentifyProvider {

    private static final String NAME = "$deidentify";

    private final FhirContext fhir;
    private final DeidentifyService service;
    private final ExportKickOff exports;

    DeidentifyProvider(FhirContext fhir, DeidentifyService service, ExportKickOff exports) {
        this.fhir = fhir;
        this.service = service;
        this.exports = exports;
    }

    /**
     * The operation under Firewarden's name. A Bundle or one patient is answered at once; {@code group}, {@code _type} or
     * {@code _typeFilter} ask for a data set, which a job makes.
     */
    @Operation(name = "$deidentify")
    public IBaseResource deidentify(
            @OperationParam(name = "identifiableData", max = 1) @Nullable Bundle data,
            @OperationParam(name = "policy", max = 1) @Nullable StringType policy,
            @OperationParam(name = "patient", max = 1) @Nullable Reference patient,
            ServletRequestDetails request) {
        AuditDraft draft = OperationRefusals.draft(request);
        draft.interaction(AuditAction.EXECUTE, NAME);
        SentParameters sent = SentParameters.of(request);
        if (data == null && patient == null && ExportQuestion.isMeant(sent.names())) {
            return export(sent, request, draft);
        }
        if (data != null) {
            // Nothing was read here: whatever ids the Bundle has, nobody of this server was shown.
            draft.detail("source", "brought");
        }
        DeidentifyResult result = service.deidentify(
                new DeidentifyRequest(
                        attribute(request, Caller.REQUEST_ATTRIBUTE, Caller.class),
                        policy == null ? null : policy.getValue(),
                        new AskedTerms(null, sent.first("dataUseAgreement"), null),
                        data == null ? null : Phi.of(encode(data)),
                        patient == null || patient.getReference() == null ? null : Phi.of(patient.getReference())),
                draft);
        if (result instanceof DeidentifyResult.NotDone notDone) {
            throw OperationRefusals.of(fhir, notDone.status(), notDone.problems(), notDone.denial(), draft);
        }
        byte[] json = ((DeidentifyResult.Done) result).bundle();
        Parameters answer = new Parameters();
        answer.addParameter()
                .setName("de-identifiedData")
                .setResource(
                        fhir.newJsonParser().parseResource(Bundle.class, new String(json, StandardCharsets.UTF_8)));
        return answer;
    }

    /** The same under the name that HL7 DARTS gives it. */
    @Operation(name = "$de-identify")
    public IBaseResource deIdentify(
            @OperationParam(name = "identifiableData", max = 1) @Nullable Bundle data,
            @OperationParam(name = "policy", max = 1) @Nullable StringType policy,
            @OperationParam(name = "patient", max = 1) @Nullable Reference patient,
            ServletRequestDetails request) {
        return deidentify(data, policy, patient, request);
    }

    private IBaseResource export(SentParameters sent, ServletRequestDetails request, AuditDraft draft) {
        ExportAnswer answer = exports.ask(
                new ExportQuestion(
                        attribute(request, Caller.REQUEST_ATTRIBUTE, Caller.class),
                        request.getHeaders("Prefer"),
                        sent.values(),
                        request.getFhirServerBase() + "/" + NAME,
                        draft.correlationId()),
                draft);
        if (answer instanceof ExportAnswer.Refused refused) {
            throw OperationRefusals.of(fhir, refused.status(), refused.problems(), refused.denial(), draft);
        }
        request.getServletRequest().setAttribute(Jobs.ACCEPTED_ATTRIBUTE, ((ExportAnswer.Accepted) answer).job());
        OperationOutcome accepted = new OperationOutcome();
        accepted.addIssue()
                .setSeverity(OperationOutcome.IssueSeverity.INFORMATION)
                .setCode(OperationOutcome.IssueType.INFORMATIONAL)
                .getDetails()
                .setText("Accepted. The address of its status stands in the header Content-Location.");
        return accepted;
    }

    private byte[] encode(Bundle data) {
        return fhir.newJsonParser().encodeResourceToString(data).getBytes(StandardCharsets.UTF_8);
    }

    private static <T> @Nullable T attribute(ServletRequestDetails request, String name, Class<T> type) {
        Object value = request.getServletRequest().getAttribute(name);
        return type.isInstance(value) ? type.cast(value) : null;
    }
}
