package org.firewarden.job;

import org.firewarden.access.Caller;

/**
 * Whether somebody still has the rights that a token stated when a job was submitted: the person is still there and still has the
 * roles and the purpose. Consents, policies and waivers are not looked at here; the gate does that with each access.
 */
@FunctionalInterface
public interface RightsInForce {

    /** True if the caller would get these rights again now. */
    boolean holds(Caller caller);
}
