package org.firewarden.server.fhir;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.interceptor.api.IInterceptorBroadcaster;
import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.jpa.dao.SearchBuilderFactory;
import ca.uhn.fhir.jpa.dao.tx.IHapiTransactionService;
import ca.uhn.fhir.jpa.model.dao.JpaPid;
import ca.uhn.fhir.jpa.searchparam.MatchUrlService;
import ca.uhn.fhir.rest.server.util.ISearchParamRegistry;
import java.security.SecureRandom;
import org.firewarden.gate.enforcement.GateKeeper;
import org.firewarden.gate.enforcement.QueryInterceptor;
import org.firewarden.gate.enforcement.RegisteredSearchParameters;
import org.firewarden.gate.enforcement.VisibleResources;
import org.firewarden.gate.policy.PoliciesInForce;
import org.firewarden.gate.query.PageBinding;
import org.firewarden.gate.query.QueryFirewall;
import org.firewarden.gate.query.QuerySettings;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The query firewall, over the search parameters that HAPI has in force. */
@Configuration(proxyBeanMethods = false)
class QueryConfiguration {

    @Bean
    QuerySettings querySettings() {
        return QuerySettings.DEFAULT;
    }

    @Bean
    PageBinding pageBinding(SecureRandom random) {
        return new PageBinding(random);
    }

    /** Asks the policies that masks are made from, so that what is hidden in an answer is hidden from questions. */
    @Bean
    QueryFirewall queryFirewall(
            FhirContext fhir, ISearchParamRegistry parameters, PoliciesInForce policies, QuerySettings settings) {
        return new QueryFirewall(new RegisteredSearchParameters(fhir, parameters), policies, settings);
    }

    @Bean
    VisibleResources visibleResources(
            FhirContext fhir,
            DaoRegistry daos,
            MatchUrlService matchUrls,
            SearchBuilderFactory<JpaPid> searchBuilders,
            IHapiTransactionService transactions,
            IInterceptorBroadcaster interceptors,
            QuerySettings settings) {
        return new DaoVisibleResources(fhir, daos, matchUrls, searchBuilders, transactions, interceptors, settings);
    }

    @Bean
    QueryInterceptor queryInterceptor(
            FhirContext fhir, GateKeeper gate, QueryFirewall firewall, VisibleResources visible) {
        return new QueryInterceptor(fhir, gate, firewall, visible);
    }
}
