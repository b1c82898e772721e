package org.firewarden.it.benchmark;

import ca.uhn.fhir.interceptor.api.IInterceptorService;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.interceptor.consent.ConsentInterceptor;
import ca.uhn.fhir.rest.server.interceptor.consent.ConsentOutcome;
import ca.uhn.fhir.rest.server.interceptor.consent.IConsentContextServices;
import ca.uhn.fhir.rest.server.interceptor.consent.IConsentService;
import ca.uhn.fhir.storage.interceptor.balp.BalpAuditCaptureInterceptor;
import ca.uhn.fhir.storage.interceptor.balp.IBalpAuditContextServices;
import java.util.List;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Reference;

/** What protects a running server: gate and ledger, HAPI's own interceptors in their place, or nothing. */
final class Protection {

    /** What is on. */
    enum State {
        /** Neither gate nor ledger nor anything in their place. */
        NOTHING,
        /** The gate without the ledger. */
        GATE,
        /** What is delivered. */
        GATE_AND_LEDGER,
        /** HAPI's ConsentInterceptor with a service that looks at one label. */
        STOCK_CONSENT,
        /** The same with HAPI's BALP interceptor, whose events are dropped. */
        STOCK_WITH_BALP
    }

    private final IInterceptorService storage;
    private final IInterceptorService servlet;
    private final List<Object> atStorage;
    private final List<Object> atServlet;
    private final Object stockConsent;
    private final Object stockBalp;

    Protection(IInterceptorService storage, IInterceptorService servlet) {
        this.storage = storage;
        this.servlet = servlet;
        this.atStorage = ours(storage);
        this.atServlet = ours(servlet);
        this.stockConsent = new ConsentInterceptor(new OneLabel());
        this.stockBalp = new BalpAuditCaptureInterceptor(event -> {}, new Nobody());
    }

    void set(State state) {
        storage.unregisterInterceptors(atStorage);
        servlet.unregisterInterceptors(atServlet);
        servlet.unregisterInterceptor(stockConsent);
        servlet.unregisterInterceptor(stockBalp);
        LedgerSwitch.set(state == State.GATE_AND_LEDGER);
        if (state == State.GATE || state == State.GATE_AND_LEDGER) {
            storage.registerInterceptors(atStorage);
            servlet.registerInterceptors(atServlet);
        }
        if (state == State.STOCK_CONSENT || state == State.STOCK_WITH_BALP) {
            servlet.registerInterceptor(stockConsent);
        }
        if (state == State.STOCK_WITH_BALP) {
            servlet.registerInterceptor(stockBalp);
        }
    }

    private static List<Object> ours(IInterceptorService service) {
        List<Object> interceptors = service.getAllRegisteredInterceptors().stream()
                .filter(interceptor -> interceptor.getClass().getName().startsWith("org.firewarden.gate."))
                .toList();
        if (interceptors.isEmpty()) {
            throw new IllegalStateException("the gate is not registered");
        }
        return interceptors;
    }

    /** The least that a consent service can do: it rejects what carries one label. */
    private static final class OneLabel implements IConsentService {
        @Override
        public ConsentOutcome canSeeResource(
                RequestDetails request, IBaseResource resource, IConsentContextServices services) {
            return resource.getMeta().getSecurity("http://example.org/labels", "hidden") == null
                    ? ConsentOutcome.PROCEED
                    : ConsentOutcome.REJECT;
        }
    }

    /** Names nobody. */
    private static final class Nobody implements IBalpAuditContextServices {
        @Override
        public Reference getAgentClientWho(RequestDetails request) {
            return new Reference("Device/benchmark");
        }

        @Override
        public Reference getAgentUserWho(RequestDetails request) {
            return new Reference("Practitioner/benchmark");
        }
    }
}
