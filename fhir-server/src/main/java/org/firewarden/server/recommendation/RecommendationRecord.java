package org.firewarden.server.recommendation;

import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.rest.api.RestOperationTypeEnum;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import ca.uhn.fhir.rest.server.exceptions.ResourceGoneException;
import ca.uhn.fhir.rest.server.exceptions.ResourceNotFoundException;
import java.util.Set;
import org.firewarden.access.Caller;
import org.firewarden.access.PurposeOfUse;
import org.firewarden.access.Role;
import org.firewarden.access.SmartScopes;
import org.firewarden.audit.AuditDraft;
import org.firewarden.gate.enforcement.RequestContext;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Provenance;
import org.hl7.fhir.r4.model.RiskAssessment;
import org.hl7.fhir.r4.model.Task;
import org.springframework.transaction.support.TransactionOperations;

/** HAPI's storage for what the server writes of recommendations on its own behalf, as an interface engine does. */
final class RecommendationRecord {

    private static final String NAME = "firewarden";

    private final DaoRegistry daos;
    private final TransactionOperations apart;

    /**
     * Writes to this storage, in the transaction in progress.
     *
     * @param apart a transaction of its own: to HAPI, what is absent is a failure, which would undo all that is written beside
     */
    RecommendationRecord(DaoRegistry daos, TransactionOperations apart) {
        this.daos = daos;
        this.apart = apart;
    }

    void write(RiskAssessment assessment, AuditDraft draft) {
        daos.getResourceDao(RiskAssessment.class).update(assessment, ReviewTasks.byTheServer(request(draft)));
    }

    void write(Provenance provenance, AuditDraft draft) {
        daos.getResourceDao(Provenance.class).update(provenance, ReviewTasks.byTheServer(request(draft)));
    }

    void write(Task task, AuditDraft draft) {
        daos.getResourceDao(Task.class).update(task, ReviewTasks.byTheServer(request(draft)));
    }

    /** Asks as one who is about to update does, since no Consent keeps an interface engine from that. */
    boolean exists(String type, String id, AuditDraft draft) {
        try {
            IBaseResource found =
                    apart.execute(status -> daos.getResourceDao(type).read(new IdType(type, id), request(draft)));
            return found != null;
        } catch (ResourceNotFoundException | ResourceGoneException e) {
            // Absent is an answer.
            return false;
        }
    }

    /** True if the encounter is here and is this patient's. */
    boolean isEncounterOf(String patientId, String encounterId, AuditDraft draft) {
        try {
            Encounter found = apart.execute(status ->
                    daos.getResourceDao(Encounter.class).read(new IdType("Encounter", encounterId), request(draft)));
            return found != null
                    && ("Patient/" + patientId).equals(found.getSubject().getReference());
        } catch (ResourceNotFoundException | ResourceGoneException | InvalidRequestException e) {
            // Absent is an answer, and so is what cannot be an id.
            return false;
        }
    }

    Task task(String id, AuditDraft draft) {
        return daos.getResourceDao(Task.class).read(new IdType("Task", id), request(draft));
    }

    private static RequestDetails request(AuditDraft draft) {
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
                RestOperationTypeEnum.UPDATE);
    }
}
