package org.firewarden.record;

/** A question that was admitted at first is not any more: the policy or the rights have changed. The message holds nothing of it. */
public final class CohortRefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient CohortReader.Check.Refused refused;

    /** Says what it would be answered. */
    public CohortRefusedException(CohortReader.Check.Refused refused) {
        super("a query is refused");
        this.refused = refused;
    }

    /** What it would be answered. */
    public CohortReader.Check.Refused refused() {
        return refused;
    }
}
