package org.firewarden.server.record;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.interceptor.api.IInterceptorBroadcaster;
import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.jpa.dao.SearchBuilderFactory;
import ca.uhn.fhir.jpa.dao.tx.IHapiTransactionService;
import ca.uhn.fhir.jpa.model.dao.JpaPid;
import ca.uhn.fhir.jpa.searchparam.MatchUrlService;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.firewarden.audit.AuditDraft;
import org.firewarden.deid.operation.reidentify.ReidentifyTasks;
import org.firewarden.gate.enforcement.GateKeeper;
import org.firewarden.gate.enforcement.VisibleResources;
import org.firewarden.gate.label.InputLabels;
import org.firewarden.gate.query.QueryFirewall;
import org.firewarden.record.CohortReader;
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
    ChartResources chartResources(FhirContext fhir, InputLabels labels) {
        return new ChartResources(fhir, labels);
    }

    @Bean
    PatientRecordReader patientRecordReader(
            FhirContext fhir, DaoRegistry daos, GateKeeper gate, ChartResources chart, ObjectMapper json) {
        return new HapiPatientRecordReader(fhir, daos, gate, chart, json, RecordConfiguration::draftOfThisRequest);
    }

    /** What people choose from when they launch an app. */
    @Bean
    LaunchChoices launchChoices(VisibleResources visible, DaoRegistry daos) {
        return new GatedLaunchChoices(visible, daos, RecordConfiguration::draftOfThisRequest);
    }

    @Bean
    CohortReader cohortReader(
            FhirContext fhir,
            DaoRegistry daos,
            MatchUrlService matchUrls,
            SearchBuilderFactory<JpaPid> searchBuilders,
            IHapiTransactionService transactions,
            IInterceptorBroadcaster interceptors,
            QueryFirewall firewall,
            VisibleResources visible,
            GateKeeper gate,
            ObjectMapper json) {
        GatedSearch search = new GatedSearch(fhir, daos, matchUrls, searchBuilders, transactions, interceptors);
        return new HapiCohortReader(
                fhir, search, new FilteredQueries(firewall, visible), new GroupMembers(daos, search), gate, json);
    }

    @Bean
    ReidentifyTasks reidentifyTasks(DaoRegistry daos) {
        return new ReidentifyTaskWriter(daos);
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
