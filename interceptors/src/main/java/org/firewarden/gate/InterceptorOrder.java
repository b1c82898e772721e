package org.firewarden.gate;

/**
 * The order of all interceptors, lowest first. What refuses stands before what narrows; what hides stands after everything
 * of HAPI's that may put content into a resource.
 */
public final class InterceptorOrder {

    /** Gives a request the parameters back that its caller wrote, when the storage has read the rewritten ones. */
    public static final int CALLERS_WORDS = 50;

    /** Refuses what is never open, then what the caller may not ask. */
    public static final int REQUEST = 100;

    /** Refuses queries that ask about what the caller may not see. */
    public static final int QUERY = 150;

    /** Limits searches to the patient in context. */
    public static final int NARROWING = 200;

    /** Answers chains from the inside out, when all that limits the query stands in it. */
    public static final int REWRITING = 250;

    /** Refuses writes before anything is stored. */
    public static final int WRITE = 300;

    /** Keeps the consent rules in step with the FHIR Consents. */
    public static final int CONSENT = 400;

    /** Hides resources that the caller may not see, as the last one. */
    public static final int DISCLOSURE = 10_000;

    private InterceptorOrder() {}
}
