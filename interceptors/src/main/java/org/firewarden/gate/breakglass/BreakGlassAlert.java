package org.firewarden.gate.breakglass;

/** Whom a grant alarms, at once. */
@FunctionalInterface
public interface BreakGlassAlert {

    /** A patient was opened. */
    void opened(BreakGlassReason reason);
}
