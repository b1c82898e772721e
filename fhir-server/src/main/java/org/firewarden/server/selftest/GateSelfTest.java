package org.firewarden.server.selftest;

import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.jpa.api.dao.IFhirResourceDao;
import ca.uhn.fhir.jpa.searchparam.SearchParameterMap;
import ca.uhn.fhir.rest.api.RestOperationTypeEnum;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.api.server.SystemRequestDetails;
import ca.uhn.fhir.rest.param.TokenParam;
import ca.uhn.fhir.rest.server.exceptions.ForbiddenOperationException;
import ca.uhn.fhir.rest.server.exceptions.ResourceNotFoundException;
import ca.uhn.fhir.rest.server.exceptions.UnprocessableEntityException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.firewarden.access.Caller;
import org.firewarden.access.PurposeOfUse;
import org.firewarden.access.Role;
import org.firewarden.access.SmartScopes;
import org.firewarden.audit.AuditAction;
import org.firewarden.audit.AuditDraft;
import org.firewarden.audit.AuditTrail;
import org.firewarden.gate.enforcement.RequestContext;
import org.firewarden.record.PatientRecordReader;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Consent;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Patient;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Plants a patient whose Consent denies each purpose but operations, and then tries to get at it the ways a request would:
 * read, search, write, without a caller, through the port of the services. One success is enough to refuse the start. That
 * the patient is there at all is shown first, by the one purpose that is not denied; else a gate that is not there could pass
 * for one that denies. All of it is one transaction that is rolled back, so that the patient is nobody's but the test's.
 */
public final class GateSelfTest {

    /** The logical id of the planted patient and of its Consent. */
    static final String ID = "firewarden-self-test";

    private final DaoRegistry daos;
    private final PatientRecordReader records;
    private final AuditTrail trail;
    private final TransactionTemplate transaction;
    private final Clock clock;
    private final AuditDraft draft = new AuditDraft(ID, "localhost");

    /** Tests the gate that stands at this storage and at this port. */
    public GateSelfTest(
            DaoRegistry daos,
            PatientRecordReader records,
            AuditTrail trail,
            TransactionTemplate transaction,
            Clock clock) {
        this.daos = daos;
        this.records = records;
        this.trail = trail;
        this.transaction = transaction;
        this.clock = clock;
    }

    /**
     * Runs the test and notes it in the audit trail.
     *
     * @throws IllegalStateException if the gate lets through what it must deny, or denies what it must let through
     */
    public void run() {
        draft.interaction(AuditAction.EXECUTE, "gate-self-test");
        List<String> failures = new ArrayList<>();
        transaction.executeWithoutResult(status -> {
            status.setRollbackOnly();
            tryAll(failures);
        });
        trail.append(draft.toEntry(clock.instant(), failures.isEmpty() ? 200 : 500));
        if (!failures.isEmpty()) {
            throw new IllegalStateException("the gate does not hold, so nothing is served: " + failures);
        }
    }

    private void tryAll(List<String> failures) {
        plant();
        Caller operations = caller(Role.INTERFACE_ENGINE, "system/*.cruds", PurposeOfUse.HOPERAT);
        Caller clinician = caller(Role.CLINICIAN, "user/*.cruds", PurposeOfUse.TREAT);
        Caller withoutScope = caller(Role.INTERFACE_ENGINE, "system/Observation.rs", PurposeOfUse.HOPERAT);
        Caller administrator = caller(Role.ADMINISTRATOR, "system/*.cruds", PurposeOfUse.HOPERAT);

        check(failures, canRead(as(operations, RestOperationTypeEnum.READ)), "the planted patient cannot be read");
        check(failures, canSearch(operations), "the planted patient cannot be found");
        check(failures, !canRead(as(clinician, RestOperationTypeEnum.READ)), "read past a denying Consent");
        check(failures, !canSearch(clinician), "search past a denying Consent");
        check(failures, !canWrite(clinician), "write past a denying Consent");
        check(failures, !canRead(as(withoutScope, RestOperationTypeEnum.READ)), "read without a scope");
        check(failures, !canRead(as(administrator, RestOperationTypeEnum.READ)), "read without a role");
        check(failures, !canRead(new SystemRequestDetails()), "read without a caller");
        check(
                failures,
                !records.mayRead(clinician, ID, Set.of("Patient")).isPermitted(),
                "record port past a denying Consent");
    }

    private void plant() {
        Caller writer = caller(Role.INTERFACE_ENGINE, "system/*.cruds", PurposeOfUse.HOPERAT);
        Patient patient = new Patient();
        patient.setId(ID);
        patient.setActive(false);
        dao(Patient.class).update(patient, as(writer, RestOperationTypeEnum.UPDATE));
        Consent consent = new Consent();
        consent.setId(ID);
        consent.setStatus(Consent.ConsentState.ACTIVE);
        consent.getScope()
                .addCoding()
                .setSystem("http://terminology.hl7.org/CodeSystem/consentscope")
                .setCode("patient-privacy");
        consent.addCategory().addCoding().setSystem("http://loinc.org").setCode("59284-0");
        consent.getPatient().setReference("Patient/" + ID);
        consent.getProvision().setType(Consent.ConsentProvisionType.DENY);
        for (PurposeOfUse purpose : PurposeOfUse.values()) {
            if (purpose != PurposeOfUse.HOPERAT) {
                consent.getProvision()
                        .addPurpose()
                        .setSystem(PurposeOfUse.SYSTEM)
                        .setCode(purpose.code());
            }
        }
        dao(Consent.class).update(consent, as(writer, RestOperationTypeEnum.UPDATE));
    }

    private boolean canRead(RequestDetails request) {
        try {
            return dao(Patient.class).read(new IdType("Patient", ID), request) != null;
        } catch (ResourceNotFoundException e) {
            // Hidden, as it should be for whoever may not read it.
            return false;
        }
    }

    private boolean canSearch(Caller caller) {
        SearchParameterMap byId = new SearchParameterMap();
        byId.add("_id", new TokenParam(ID));
        byId.setLoadSynchronous(true);
        return dao(Patient.class).search(byId, as(caller, RestOperationTypeEnum.SEARCH_TYPE)).getAllResources().stream()
                .anyMatch(Objects::nonNull);
    }

    private boolean canWrite(Caller caller) {
        Patient changed = new Patient();
        changed.setId(ID);
        changed.setActive(true);
        try {
            dao(Patient.class).update(changed, as(caller, RestOperationTypeEnum.UPDATE));
            return true;
        } catch (ForbiddenOperationException | UnprocessableEntityException e) {
            // Refused, as it should be.
            return false;
        }
    }

    private static void check(List<String> failures, boolean holds, String failure) {
        if (!holds) {
            failures.add(failure);
        }
    }

    private <T extends IBaseResource> IFhirResourceDao<T> dao(Class<T> type) {
        return daos.getResourceDao(type);
    }

    private RequestDetails as(Caller caller, RestOperationTypeEnum type) {
        return RequestContext.as(caller, draft, type);
    }

    private static Caller caller(Role role, String scopes, PurposeOfUse purpose) {
        return new Caller(ID, ID, Set.of(role), SmartScopes.parse(scopes), purpose, null, null, null, null, null);
    }
}
