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
import org.firewarden.gate.decision.Policy;
import org.firewarden.gate.enforcement.GateKeeper;
import org.firewarden.gate.enforcement.QueryInterceptor;
import org.firewarden.gate.enforcement.RegisteredSearchParameters;
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

    @Bean
    QueryFirewall queryFirewall(FhirContext fhir, ISearchParamRegistry parameters, QuerySettings settings) {
        return new QueryFirewall(new RegisteredSearchParameters(fhir, parameters), Policy::shipped, settings);
    }

    @Bean
    QueryInterceptor queryInterceptor(
            FhirContext fhir,
            GateKeeper gate,
            QueryFirewall firewall,
            DaoRegistry daos,
            MatchUrlService matchUrls,
            SearchBuilderFactory<JpaPid> searchBuilders,
            IHapiTransactionService transactions,
            IInterceptorBroadcaster interceptors,
            QuerySettings settings) {
        return new QueryInterceptor(
                fhir,
                gate,
                firewall,
                new DaoVisibleResources(fhir, daos, matchUrls, searchBuilders, transactions, interceptors, settings));
    }
}
