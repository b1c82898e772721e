package org.firewarden.smart.resource;

import java.util.concurrent.atomic.LongAdder;

/** How often issuers elsewhere were asked about a token, and what came of it; for metrics. Safe for many threads. */
public final class IntrospectionCounts {

    private final LongAdder active = new LongAdder();
    private final LongAdder inactive = new LongAdder();
    private final LongAdder unanswered = new LongAdder();

    void answered(boolean isActive) {
        (isActive ? active : inactive).increment();
    }

    void unanswered() {
        unanswered.increment();
    }

    /** Tokens that were said to be good. */
    public long active() {
        return active.sum();
    }

    /** Tokens that were said to be good no more. */
    public long inactive() {
        return inactive.sum();
    }

    /** Tokens of which nobody could tell, and which were not taken. */
    public long withoutAnswer() {
        return unanswered.sum();
    }
}
