package org.firewarden.server.record;

import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.rest.api.RestOperationTypeEnum;
import java.time.Instant;
import java.util.Date;
import java.util.Set;
import java.util.UUID;
import org.firewarden.access.Caller;
import org.firewarden.access.PurposeOfUse;
import org.firewarden.access.Role;
import org.firewarden.access.SmartScopes;
import org.firewarden.audit.AuditDraft;
import org.firewarden.deid.operation.reidentify.ReidentifyTasks;
import org.firewarden.gate.enforcement.RequestContext;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Task;

/** Writes the Tasks of requests to reidentify, as the interface engine that the server is for itself. They name no patient. */
final class ReidentifyTaskWriter implements ReidentifyTasks {

    private static final Caller SERVER = new Caller(
            "firewarden",
            "firewarden",
            Set.of(Role.INTERFACE_ENGINE),
            SmartScopes.parse("system/*.cruds"),
            PurposeOfUse.HOPERAT,
            null,
            null,
            null,
            null,
            null);

    private final DaoRegistry daos;

    ReidentifyTaskWriter(DaoRegistry daos) {
        this.daos = daos;
    }

    @Override
    public void write(UUID id, String requester, String state, Instant requestedAt, Instant pendingUntil) {
        Task task = new Task();
        task.setId(id.toString());
        task.setStatus(
                switch (state) {
                    case "open" -> Task.TaskStatus.COMPLETED;
                    case "rejected" -> Task.TaskStatus.REJECTED;
                    case "expired" -> Task.TaskStatus.FAILED;
                    default -> Task.TaskStatus.REQUESTED;
                });
        task.setIntent(Task.TaskIntent.ORDER);
        task.setCode(new CodeableConcept(
                new Coding("https://firewarden.org/task", "reidentify-review", "Review of a request to reidentify")));
        task.setDescription("Somebody asks whom tokens of a data set stand for. Decide with $reidentify.");
        task.setAuthoredOn(Date.from(requestedAt));
        task.getRestriction().getPeriod().setEnd(Date.from(pendingUntil));
        task.setRequester(new Reference()
                .setIdentifier(new Identifier()
                        .setSystem("https://firewarden.org/subject")
                        .setValue(requester)));
        daos.getResourceDao(Task.class)
                .update(
                        task,
                        RequestContext.as(
                                SERVER, new AuditDraft("reidentify", "localhost"), RestOperationTypeEnum.UPDATE));
    }
}
