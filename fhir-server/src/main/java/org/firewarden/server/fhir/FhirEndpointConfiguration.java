package org.firewarden.server.fhir;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.support.IValidationSupport;
import ca.uhn.fhir.interceptor.api.IInterceptorService;
import ca.uhn.fhir.jpa.api.config.JpaStorageSettings;
import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.jpa.api.dao.IFhirSystemDao;
import ca.uhn.fhir.jpa.provider.JpaCapabilityStatementProvider;
import ca.uhn.fhir.jpa.provider.JpaSystemProvider;
import ca.uhn.fhir.jpa.search.DatabaseBackedPagingProvider;
import ca.uhn.fhir.rest.api.EncodingEnum;
import ca.uhn.fhir.rest.server.HardcodedServerAddressStrategy;
import ca.uhn.fhir.rest.server.IResourceProvider;
import ca.uhn.fhir.rest.server.RestfulServer;
import ca.uhn.fhir.rest.server.provider.ResourceProviderFactory;
import ca.uhn.fhir.rest.server.util.ISearchParamRegistry;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import org.firewarden.failure.FailureTranslator;
import org.firewarden.gate.breakglass.BreakGlassGrants;
import org.firewarden.gate.breakglass.ReviewTaskInterceptor;
import org.firewarden.gate.consent.ConsentInterceptor;
import org.firewarden.gate.consent.ConsentRules;
import org.firewarden.gate.content.AnswerFormat;
import org.firewarden.gate.content.ContentInterceptor;
import org.firewarden.gate.content.ContentRules;
import org.firewarden.gate.content.PatchInterceptor;
import org.firewarden.gate.content.TransactionContentInterceptor;
import org.firewarden.gate.enforcement.DisclosureInterceptor;
import org.firewarden.gate.enforcement.GateKeeper;
import org.firewarden.gate.enforcement.NotOffered;
import org.firewarden.gate.enforcement.OpenCapabilities;
import org.firewarden.gate.enforcement.PageInterceptor;
import org.firewarden.gate.enforcement.PageLimit;
import org.firewarden.gate.enforcement.PatientContextNarrowing;
import org.firewarden.gate.enforcement.QueryInterceptor;
import org.firewarden.gate.enforcement.ReferenceInterceptor;
import org.firewarden.gate.enforcement.RequestInterceptor;
import org.firewarden.gate.enforcement.ResponseInterceptor;
import org.firewarden.gate.enforcement.StepUpInterceptor;
import org.firewarden.gate.enforcement.WriteInterceptor;
import org.firewarden.gate.enforcement.WriteRehearsal;
import org.firewarden.gate.label.LabelInterceptor;
import org.firewarden.gate.limits.RequestLimitInterceptor;
import org.firewarden.gate.limits.RequestLimits;
import org.firewarden.gate.query.PageBinding;
import org.firewarden.gate.relationship.RelationshipBackfill;
import org.firewarden.gate.relationship.RelationshipInterceptor;
import org.firewarden.gate.relationship.RelationshipTables;
import org.firewarden.ledger.alert.AlertFactInterceptor;
import org.firewarden.ledger.fhir.AuditEventProvider;
import org.firewarden.ledger.incident.BreachTaskInterceptor;
import org.firewarden.server.jobs.AcceptedJobs;
import org.firewarden.server.settings.ServerSettings;
import org.firewarden.smart.SmartSettings;
import org.firewarden.smart.discovery.Offer;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Meta;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;

/** The servlet at {@code /fhir}, its providers, and the gate in front of them. */
@Configuration(proxyBeanMethods = false)
class FhirEndpointConfiguration {

    @Bean
    RestfulServer restfulServer(
            FhirContext fhir,
            ResourceProviderFactory jpaProviders,
            JpaSystemProvider<Bundle, Meta> systemProvider,
            IFhirSystemDao<Bundle, Meta> systemDao,
            JpaStorageSettings storage,
            ISearchParamRegistry parameters,
            IValidationSupport validation,
            DatabaseBackedPagingProvider paging,
            AuditEventProvider auditEvents,
            GateKeeper gate,
            QueryInterceptor queries,
            PageBinding pages,
            DaoRegistry daos,
            ServerSettings settings,
            RequestLimits limits,
            ContentRules content,
            SmartSettings smart,
            StepUpInterceptor stepUp,
            ObjectProvider<FhirOperation> operations) {
        RestfulServer server = new QuietRestfulServer(fhir);
        OperationsOfTypes ofTypes =
                new OperationsOfTypes(new WriteRehearsal(fhir, gate, new DaoCurrentResources(daos)));
        server.registerProviders(jpaProviders.createProviders().stream()
                .filter(provider -> !isOf(provider, "AuditEvent"))
                .map(ofTypes::standBefore)
                .toList());
        server.registerProvider(systemProvider);
        server.registerProvider(auditEvents);
        operations.forEach(operation -> server.registerProvider(operation.provider()));
        server.setServerConformanceProvider(capabilities(server, systemDao, storage, parameters, validation));
        server.setPagingProvider(paging);
        server.setServerAddressStrategy(
                new HardcodedServerAddressStrategy(settings.fhirBase().toString()));
        server.setDefaultResponseEncoding(EncodingEnum.JSON);
        server.setServerName("Firewarden");
        server.registerInterceptor(new FailureTranslator());
        server.registerInterceptor(new AnswerFormat());
        server.registerInterceptor(new RequestLimitInterceptor(limits));
        server.registerInterceptor(new NotOffered());
        server.registerInterceptor(new RequestInterceptor(gate, new DaoCurrentResources(daos), queries, pages));
        server.registerInterceptor(stepUp);
        server.registerInterceptor(new TransactionContentInterceptor(content));
        server.registerInterceptor(new PatchInterceptor());
        server.registerInterceptor(new OpenCapabilities(gate, version()));
        server.registerInterceptor(new SmartCapabilities(new Offer(smart)));
        server.registerInterceptor(new PageLimit(gate, paging.getDefaultPageSize()));
        server.registerInterceptor(queries);
        server.registerInterceptor(new PatientContextNarrowing());
        server.registerInterceptor(new ResponseInterceptor(gate));
        server.registerInterceptor(new AcceptedJobs(settings.publicBaseUrl()));
        return server;
    }

    /** Stands at the storage, so that nothing that reads or writes goes around it, whichever way it came. */
    @Bean
    StorageGate storageGate(
            FhirContext fhir,
            DaoRegistry daos,
            IInterceptorService interceptors,
            GateKeeper gate,
            ConsentRules rules,
            LabelInterceptor labels,
            ContentRules content,
            RelationshipTables relationships,
            BreakGlassGrants grants,
            AlertFactInterceptor watched,
            PageBinding pages,
            Clock clock) {
        interceptors.registerInterceptor(new PageInterceptor(pages));
        interceptors.registerInterceptor(new DisclosureInterceptor(gate));
        interceptors.registerInterceptor(labels);
        interceptors.registerInterceptor(new WriteInterceptor(gate));
        interceptors.registerInterceptor(new ReferenceInterceptor(fhir, gate, new DaoCurrentResources(daos)));
        interceptors.registerInterceptor(new ContentInterceptor(content));
        interceptors.registerInterceptor(new ConsentInterceptor(rules));
        interceptors.registerInterceptor(new RelationshipInterceptor(relationships));
        interceptors.registerInterceptor(new ReviewTaskInterceptor(grants, clock));
        interceptors.registerInterceptor(watched);
        interceptors.registerInterceptor(new ModelDeviceInterceptor());
        interceptors.registerInterceptor(new BreachTaskInterceptor());
        return new StorageGate();
    }

    @Bean
    RelationshipBackfill relationshipBackfill(
            RelationshipTables relationships, DaoRegistry daos, JdbcTemplate jdbc, Clock clock) {
        return new RelationshipBackfill(relationships, new StoredVersions(daos, jdbc), jdbc, clock);
    }

    @Bean
    ServletRegistrationBean<RestfulServer> fhirServlet(RestfulServer server, StorageGate gateStands) {
        ServletRegistrationBean<RestfulServer> servlet = new ServletRegistrationBean<>(server, "/fhir/*");
        servlet.setName("fhir");
        servlet.setLoadOnStartup(1);
        return servlet;
    }

    /** The version of the jar, as its manifest states it. */
    private static String version() {
        String version = FhirEndpointConfiguration.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }

    private static JpaCapabilityStatementProvider capabilities(
            RestfulServer server,
            IFhirSystemDao<Bundle, Meta> systemDao,
            JpaStorageSettings storage,
            ISearchParamRegistry parameters,
            IValidationSupport validation) {
        JpaCapabilityStatementProvider capabilities =
                new JpaCapabilityStatementProvider(server, systemDao, storage, parameters, validation);
        capabilities.setImplementationDescription("Firewarden");
        return capabilities;
    }

    private static boolean isOf(Object provider, String resourceType) {
        return provider instanceof IResourceProvider resources
                && resources.getResourceType().getSimpleName().equals(resourceType);
    }

    /** Names neither its software nor its version in each answer. */
    private static final class QuietRestfulServer extends RestfulServer {

        private static final long serialVersionUID = 1L;

        QuietRestfulServer(FhirContext fhir) {
            super(fhir);
        }

        @Override
        public void addHeadersToResponse(HttpServletResponse response) {
            // HAPI would add X-Powered-By.
        }
    }

    /** Says that the gate is registered; the servlet depends on it. */
    static final class StorageGate {}
}
