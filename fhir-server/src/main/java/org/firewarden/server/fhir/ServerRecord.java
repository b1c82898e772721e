package org.firewarden.server.fhir;

import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.jpa.api.dao.IFhirResourceDao;
import ca.uhn.fhir.rest.api.RestOperationTypeEnum;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import ca.uhn.fhir.rest.server.exceptions.ResourceGoneException;
import ca.uhn.fhir.rest.server.exceptions.ResourceNotFoundException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.firewarden.access.Caller;
import org.firewarden.access.PurposeOfUse;
import org.firewarden.access.Role;
import org.firewarden.access.SmartScopes;
import org.firewarden.audit.AuditDraft;
import org.firewarden.gate.breakglass.BreakGlassRecord;
import org.firewarden.gate.breakglass.ReviewTaskInterceptor;
import org.firewarden.gate.enforcement.RequestContext;
import org.firewarden.gate.explain.ExplainRecord;
import org.firewarden.ledger.accounting.KnownPatients;
import org.firewarden.ledger.incident.BreachTaskInterceptor;
import org.firewarden.ledger.incident.IncidentRecord;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Task;

/**
 * HAPI's storage for what the server does on its own behalf, as an interface engine does: it writes the Tasks of privacy
 * officers and looks at resources to explain decisions on them. Nothing of these leaves the server but references.
 */
final class ServerRecord implements BreakGlassRecord, ExplainRecord, KnownPatients, IncidentRecord {

    private static final String NAME = "firewarden";

    private final DaoRegistry daos;

    ServerRecord(DaoRegistry daos) {
        this.daos = daos;
    }

    @Override
    public boolean isPatient(String patientId, AuditDraft draft) {
        return find("Patient", patientId, draft).isPresent();
    }

    /** Asks as one who is about to update does, since no Consent keeps an interface engine from that. */
    @Override
    public Optional<IBaseResource> find(String resourceType, String resourceId, AuditDraft draft) {
        try {
            IFhirResourceDao<?> dao = daos.getResourceDao(resourceType);
            return Optional.ofNullable(
                    dao.read(new IdType(resourceType, resourceId), request(draft, RestOperationTypeEnum.UPDATE)));
        } catch (ResourceNotFoundException | ResourceGoneException | InvalidRequestException e) {
            // Absent, deleted, or an id or a type that nothing can have.
            return Optional.empty();
        }
    }

    @Override
    public void open(Task review, AuditDraft draft) {
        RequestDetails request = ReviewTaskInterceptor.opening(request(draft, RestOperationTypeEnum.UPDATE));
        daos.getResourceDao(Task.class).update(review, request);
    }

    @Override
    public void open(List<Task> tasks, AuditDraft draft) {
        for (Task task : tasks) {
            daos.getResourceDao(Task.class)
                    .update(task, BreachTaskInterceptor.opening(request(draft, RestOperationTypeEnum.UPDATE)));
        }
    }

    private static RequestDetails request(AuditDraft draft, RestOperationTypeEnum type) {
        return RequestContext.as(
                new Caller(
                        NAME,
                        NAME,
                        Set.of(Role.INTERFACE_ENGINE),
                        SmartScopes.parse("system/*.cruds"),
                        PurposeOfUse.HOPERAT,
                        null,
                        null,
                        null,
                        null,
                        null),
                draft,
                type);
    }
}
