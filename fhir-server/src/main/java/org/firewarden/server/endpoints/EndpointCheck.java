package org.firewarden.server.endpoints;

import jakarta.servlet.ServletContext;
import java.util.Set;
import org.springframework.context.ApplicationContext;
import org.springframework.context.SmartLifecycle;

/** Refuses the start, before the port opens, if something is mapped that is not declared. */
public final class EndpointCheck implements SmartLifecycle {

    /** Before the self-test of the gate, which takes longer. */
    private static final int FIRST = SmartLifecycle.DEFAULT_PHASE - 11_000;

    private final ApplicationContext context;
    private final ServletContext servlets;
    private final DeclaredEndpoints declared;
    private boolean isRunning;

    EndpointCheck(ApplicationContext context, ServletContext servlets, DeclaredEndpoints declared) {
        this.context = context;
        this.servlets = servlets;
        this.declared = declared;
    }

    @Override
    public void start() {
        Set<String> undeclared = declared.undeclared(mapped());
        if (!undeclared.isEmpty()) {
            throw new IllegalStateException("endpoints are mapped that endpoints.txt does not declare: " + undeclared);
        }
        isRunning = true;
    }

    /** What answers. */
    public Set<String> mapped() {
        return MappedEndpoints.of(context, servlets);
    }

    /** What is declared although nothing answers there. */
    public Set<String> unmapped() {
        return declared.unmapped(mapped());
    }

    @Override
    public void stop() {
        isRunning = false;
    }

    @Override
    public boolean isRunning() {
        return isRunning;
    }

    @Override
    public int getPhase() {
        return FIRST;
    }
}
