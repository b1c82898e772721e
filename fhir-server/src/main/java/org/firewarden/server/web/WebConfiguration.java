package org.firewarden.server.web;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Clock;
import org.apache.catalina.core.StandardHost;
import org.firewarden.audit.AuditTrail;
import org.firewarden.gate.limits.RequestLimits;
import org.firewarden.ledger.LedgerFilter;
import org.springframework.boot.web.embedded.tomcat.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.core.Ordered;
import org.springframework.http.converter.json.Jackson2ObjectMapperBuilder;

/** The filters that stand before authentication, in their order: ledger, path, address, body. */
@Configuration(proxyBeanMethods = false)
class WebConfiguration {

    /** The ledger sees each request, the refused ones too, so nothing stands before it. */
    @Bean
    FilterRegistrationBean<LedgerFilter> ledgerFilter(AuditTrail trail, Clock clock) {
        FilterRegistrationBean<LedgerFilter> filter = new FilterRegistrationBean<>(new LedgerFilter(trail, clock));
        filter.setOrder(Ordered.HIGHEST_PRECEDENCE);
        return filter;
    }

    @Bean
    FilterRegistrationBean<PlainPathFilter> plainPathFilter() {
        FilterRegistrationBean<PlainPathFilter> filter = new FilterRegistrationBean<>(new PlainPathFilter());
        filter.setOrder(Ordered.HIGHEST_PRECEDENCE + 1);
        return filter;
    }

    @Bean
    FilterRegistrationBean<AddressLimitFilter> addressLimitFilter(RequestLimits limits) {
        FilterRegistrationBean<AddressLimitFilter> filter =
                new FilterRegistrationBean<>(new AddressLimitFilter(limits));
        filter.setOrder(Ordered.HIGHEST_PRECEDENCE + 2);
        return filter;
    }

    @Bean
    FilterRegistrationBean<BodyLimitFilter> bodyLimitFilter(RequestLimits limits) {
        FilterRegistrationBean<BodyLimitFilter> filter = new FilterRegistrationBean<>(new BodyLimitFilter(limits));
        filter.setOrder(Ordered.HIGHEST_PRECEDENCE + 3);
        return filter;
    }

    /** What the container refuses before any filter is answered like the rest. */
    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> problemReports() {
        return tomcat -> tomcat.addContextCustomizers(context -> {
            if (context.getParent() instanceof StandardHost host) {
                host.setErrorReportValveClass(ProblemReportValve.class.getName());
            }
        });
    }

    @Bean
    ProblemErrorController problemErrorController() {
        return new ProblemErrorController();
    }

    /** Ours is the one for HTTP, whatever other mappers libraries bring along. */
    @Bean
    @Primary
    ObjectMapper objectMapper(Jackson2ObjectMapperBuilder builder) {
        return builder.createXmlMapper(false).build();
    }
}
