package org.firewarden.it.benchmark;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import java.io.IOException;
import org.firewarden.audit.AuditDraft;
import org.firewarden.ledger.LedgerFilter;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.web.servlet.FilterRegistrationBean;

/** Puts a switch around the ledger's filter. It is in the benchmark, since the product has none. */
final class LedgerSwitch implements BeanPostProcessor {

    private static volatile boolean isOn = true;

    static void set(boolean on) {
        isOn = on;
    }

    @Override
    public Object postProcessAfterInitialization(Object bean, String name) {
        if (bean instanceof FilterRegistrationBean<?> registration
                && registration.getFilter() instanceof LedgerFilter ledger) {
            FilterRegistrationBean<Filter> switched = new FilterRegistrationBean<>(new SwitchedFilter(ledger));
            switched.setName("ledgerFilter");
            switched.setOrder(registration.getOrder());
            return switched;
        }
        return bean;
    }

    private record SwitchedFilter(LedgerFilter ledger) implements Filter {
        @Override
        public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
                throws IOException, ServletException {
            if (isOn) {
                ledger.doFilter(request, response, chain);
            } else {
                // The gate notes what it does wherever it is; here nobody keeps it.
                request.setAttribute(AuditDraft.REQUEST_ATTRIBUTE, new AuditDraft("benchmark", "localhost"));
                chain.doFilter(request, response);
            }
        }
    }
}
