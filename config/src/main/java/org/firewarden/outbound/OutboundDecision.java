package org.firewarden.outbound;

import java.net.InetAddress;
import java.util.List;

/** Whether an address may be called. */
public sealed interface OutboundDecision {

    /**
     * It may, at these machines and no other.
     *
     * @param origin where to
     * @param machines what its host was resolved to; empty if only the notation was judged
     */
    record Allowed(OutboundOrigin origin, List<InetAddress> machines) implements OutboundDecision {

        /** Copies the list. */
        public Allowed {
            machines = List.copyOf(machines);
        }
    }

    /**
     * It may not.
     *
     * @param reason why
     */
    record Refused(Reason reason) implements OutboundDecision {}

    /** Why an address is not called. */
    enum Reason {
        /** It is not an absolute http or https address, or two readers could read it differently. */
        NOT_PLAIN,
        /** It names a user, which is a way to make one host look like another. */
        USER_INFORMATION,
        /** Nobody has allowed its origin. */
        NOT_LISTED,
        /** Its host leads to no machine. */
        UNRESOLVED,
        /** Its host leads to a machine in a network where it has no business. */
        NETWORK
    }

    /** True if it may be called. */
    default boolean isAllowed() {
        return this instanceof Allowed;
    }
}
