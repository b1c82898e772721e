package org.firewarden.model.operation;

import ca.uhn.fhir.rest.annotation.IdParam;
import ca.uhn.fhir.rest.annotation.Operation;
import ca.uhn.fhir.rest.server.servlet.ServletRequestDetails;
import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;
import org.firewarden.access.Caller;
import org.firewarden.access.Role;
import org.firewarden.audit.AuditDraft;
import org.firewarden.model.monitoring.UseReports;
import org.firewarden.model.registry.ModelStore;
import org.firewarden.model.registry.ModelVersion;
import org.firewarden.problem.Problem;
import org.hl7.fhir.r4.model.Device;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.MeasureReport;

/** {@code GET Device/{id}/$model-report}: how a version does since it came to its stage, as a MeasureReport. */
public final class ModelReportOperation {

    private final ModelStore store;
    private final UseReports reports;
    private final Clock clock;
    private final ModelRefusals refusals;

    /** Reports from these. */
    public ModelReportOperation(ModelStore store, UseReports reports, Clock clock, ModelRefusals refusals) {
        this.store = store;
        this.reports = reports;
        this.clock = clock;
        this.refusals = refusals;
    }

    /** The report; counts of patients below eleven are withheld. */
    @Operation(name = "$model-report", type = Device.class, idempotent = true)
    public MeasureReport report(@IdParam IdType device, ServletRequestDetails request) {
        AuditDraft draft = ModelOperations.draft(request, "$model-report");
        Caller caller = ModelOperations.caller(request);
        if (Stream.of(Role.ML_ENGINEER, Role.SAFETY_OFFICER, Role.AUDITOR).noneMatch(caller::actsAs)) {
            throw refusals.of(
                    403,
                    List.of(
                            Problem.forbidden(
                                    "forbidden",
                                    "ML engineers, safety officers and auditors read reports on models, with the scopes of their work.")),
                    draft);
        }
        ModelVersion version = DeviceId.parse(device.getIdPart())
                .flatMap(id -> store.find(id.model(), id.version()))
                .orElseThrow(
                        () -> refusals.of(404, List.of(Problem.notFound("There is no such model version.")), draft));
        ModelOperations.describe(draft, version);
        return ModelMeasureReport.of(
                DeviceId.of(version), reports.report(version.modelId(), version.version()), clock.instant());
    }
}
