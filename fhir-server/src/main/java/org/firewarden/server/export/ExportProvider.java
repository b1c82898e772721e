package org.firewarden.server.export;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.rest.annotation.IdParam;
import ca.uhn.fhir.rest.annotation.Operation;
import ca.uhn.fhir.rest.api.RequestTypeEnum;
import ca.uhn.fhir.rest.server.servlet.ServletRequestDetails;
import org.firewarden.access.Caller;
import org.firewarden.audit.AuditAction;
import org.firewarden.audit.AuditDraft;
import org.firewarden.deid.operation.OperationRefusals;
import org.firewarden.deid.operation.SentParameters;
import org.firewarden.job.Jobs;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.jspecify.annotations.Nullable;

/** The HTTP face of {@code $export} at its three addresses (FHIR Bulk Data Access 2.0.0). A plain provider of HAPI; it decides nothing. */
public final class ExportProvider {

    private static final String RETRY_SECONDS = "60";
    private static final String SPECIFICATION = "http://hl7.org/fhir/uv/bulkdata/OperationDefinition/";

    private final FhirContext fhir;
    private final ExportKickOff kickOff;

    ExportProvider(FhirContext fhir, ExportKickOff kickOff) {
        this.fhir = fhir;
        this.kickOff = kickOff;
    }

    /** All patients, and what is nobody's record. */
    @Operation(name = "$export", idempotent = true, canonicalUrl = SPECIFICATION + "export")
    public IBaseResource system(ServletRequestDetails request) {
        return ask(ExportLevel.SYSTEM, null, "/$export", request);
    }

    /** All patients. */
    @Operation(
            name = "$export",
            typeName = "Patient",
            idempotent = true,
            canonicalUrl = SPECIFICATION + "patient-export")
    public IBaseResource patients(ServletRequestDetails request) {
        return ask(ExportLevel.PATIENTS, null, "/Patient/$export", request);
    }

    /** The members of a Group. */
    @Operation(name = "$export", typeName = "Group", idempotent = true, canonicalUrl = SPECIFICATION + "group-export")
    public IBaseResource group(@IdParam IdType id, ServletRequestDetails request) {
        return ask(ExportLevel.GROUP, id.getIdPart(), "/Group/" + id.getIdPart() + "/$export", request);
    }

    private IBaseResource ask(ExportLevel level, @Nullable String group, String path, ServletRequestDetails request) {
        AuditDraft draft = OperationRefusals.draft(request);
        draft.interaction(AuditAction.EXECUTE, ExportRights.OPERATION);
        Object caller = request.getServletRequest().getAttribute(Caller.REQUEST_ATTRIBUTE);
        ExportAnswer answer = kickOff.ask(
                caller instanceof Caller who ? who : null,
                new ExportQuestion(
                        level,
                        group,
                        request.getRequestType() == RequestTypeEnum.POST,
                        request.getHeaders("Prefer"),
                        SentParameters.of(request).values(),
                        request.getFhirServerBase() + path),
                draft);
        if (answer instanceof ExportAnswer.Refused refused) {
            if (refused.status() == 429) {
                request.getServletResponse().setHeader("Retry-After", RETRY_SECONDS);
            }
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
}
