package org.firewarden.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.jpa.api.dao.IFhirResourceDao;
import ca.uhn.fhir.jpa.searchparam.SearchParameterMap;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.api.server.SystemRequestDetails;
import ca.uhn.fhir.rest.server.exceptions.ForbiddenOperationException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.firewarden.control.Control;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Patient;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What the server's own jobs would see: they read without a caller, and so nothing about patients. */
@Control("164.312(a)(1)")
class NoCallerIT {

    private static <T extends IBaseResource> IFhirResourceDao<T> dao(Class<T> type) {
        return RunningServer.bean(DaoRegistry.class).getResourceDao(type);
    }

    private static List<@Nullable RequestDetails> withoutCaller() {
        return Arrays.asList(null, new SystemRequestDetails());
    }

    @Test
    void aReadWithoutACallerShowsNoPatient() {
        for (RequestDetails request : withoutCaller()) {
            assertThat(dao(Patient.class).read(new IdType("Patient", "demo-prevent"), request))
                    .isNull();
        }
    }

    @Test
    void aSearchWithoutACallerShowsNoPatientOfAnyType() {
        FhirContext fhir = RunningServer.bean(FhirContext.class);
        DaoRegistry daos = RunningServer.bean(DaoRegistry.class);
        for (String type : List.of(
                "Patient", "Observation", "Condition", "Encounter", "MedicationRequest", "Consent", "Procedure")) {
            IFhirResourceDao<?> dao = daos.getResourceDao(type);
            assertThat(fhir.getResourceTypes()).contains(type);
            for (RequestDetails request : withoutCaller()) {
                assertThat(dao.search(SearchParameterMap.newSynchronous(), request).getAllResources().stream()
                                .filter(Objects::nonNull))
                        .as(type)
                        .isEmpty();
            }
        }
    }

    @Test
    void aWriteWithoutACallerIsRefused() {
        Observation observation = new Observation();
        observation.getSubject().setReference("Patient/demo-prevent");
        Patient patient = new Patient();
        patient.setId("Patient/demo-prevent");
        for (RequestDetails request : withoutCaller()) {
            assertThatThrownBy(() -> dao(Observation.class).create(observation, request))
                    .isInstanceOf(ForbiddenOperationException.class);
            assertThatThrownBy(() -> dao(Patient.class).update(patient, request))
                    .isInstanceOf(ForbiddenOperationException.class);
            assertThatThrownBy(() -> dao(Patient.class).delete(new IdType("Patient", "demo-pat"), request))
                    .isInstanceOf(ForbiddenOperationException.class);
        }
    }
}
