package org.firewarden.server.record;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.firewarden.audit.AuditDraft;
import org.firewarden.gate.enforcement.GateKeeper;
import org.firewarden.gate.enforcement.VisibleResources;
import org.firewarden.record.LaunchChoices;
import org.firewarden.record.PatientRecordReader;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.context.request.RequestContextHolder;

/** The port to the patient record, as services get it. */
@Configuration(proxyBeanMethods = false)
class RecordConfiguration {

    @Bean
    PatientRecordReader patientRecordReader(FhirContext fhir, DaoRegistry daos, GateKeeper gate, ObjectMapper json) {
        return new HapiPatientRecordReader(fhir, daos, gate, json, RecordConfiguration::draftOfThisRequest);
    }

    /** What people choose from when they launch an app. */
    @Bean
    LaunchChoices launchChoices(VisibleResources visible, DaoRegistry daos) {
        return new GatedLaunchChoices(visible, daos, RecordConfiguration::draftOfThisRequest);
    }

    /** A record that is read outside a request would be read without an audit event. */
    private static AuditDraft draftOfThisRequest() {
        RequestAttributes request = RequestContextHolder.getRequestAttributes();
        Object draft = request == null
                ? null
                : request.getAttribute(AuditDraft.REQUEST_ATTRIBUTE, RequestAttributes.SCOPE_REQUEST);
        if (draft instanceof AuditDraft found) {
            return found;
        }
        throw new IllegalStateException("a patient record is read outside an audited request");
    }
}
