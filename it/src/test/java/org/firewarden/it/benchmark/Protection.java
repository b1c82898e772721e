package org.firewarden.it.benchmark;

import ca.uhn.fhir.interceptor.api.IInterceptorService;
import java.util.List;

/** Gate and ledger of a running server, taken out and put back. */
final class Protection {

    private final IInterceptorService storage;
    private final IInterceptorService servlet;
    private final List<Object> atStorage;
    private final List<Object> atServlet;

    Protection(IInterceptorService storage, IInterceptorService servlet) {
        this.storage = storage;
        this.servlet = servlet;
        this.atStorage = ours(storage);
        this.atServlet = ours(servlet);
    }

    void off() {
        storage.unregisterInterceptors(atStorage);
        servlet.unregisterInterceptors(atServlet);
        LedgerSwitch.set(false);
    }

    void on() {
        storage.unregisterInterceptors(atStorage);
        servlet.unregisterInterceptors(atServlet);
        storage.registerInterceptors(atStorage);
        servlet.registerInterceptors(atServlet);
        LedgerSwitch.set(true);
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
}
