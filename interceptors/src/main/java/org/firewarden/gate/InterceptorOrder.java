package org.firewarden.gate;

/**
 * The order of all interceptors, lowest first. What refuses stands before what narrows; what hides stands after everything
 * of HAPI's that may put content into a resource.
 */
public final class InterceptorOrder {

    /** Refuses requests that are larger than anybody needs, before anything else looks at them. */
    public static final int LIMITS = 50;

    /** Gives a request the parameters back that its caller wrote, when the storage has read the rewritten ones. */
    public static final int CALLERS_WORDS = 60;

    /** Refuses what is never open, then what the caller may not ask. */
    public static final int REQUEST = 100;

    /** Refuses operations that need a stronger sign-in, once they are open to the caller at all. */
    public static final int STEP_UP = 110;

    /** Refuses transactions whose content could not be stored. */
    public static final int TRANSACTION_CONTENT = 150;

    /** Refuses queries that ask about what the caller may not see. */
    public static final int QUERY = 160;

    /** Limits searches to the patient in context. */
    public static final int NARROWING = 200;

    /** Answers chains from the inside out, when all that limits the query stands in it. */
    public static final int REWRITING = 240;

    /** Raises the sensitivity labels of what is written, so that each later one sees the labels that are stored. */
    public static final int LABEL = 250;

    /** Refuses writes before anything is stored. */
    public static final int WRITE = 300;

    /** Refuses content that nobody may store, once the caller may write at all. */
    public static final int CONTENT = 350;

    /** Keeps the consent rules in step with the FHIR Consents. */
    public static final int CONSENT = 400;

    /** Keeps the care relationships in step with the FHIR resources that say who takes care of whom. */
    public static final int RELATIONSHIP = 410;

    /** Keeps reviews of break-glass grants in the hands of those who review. */
    public static final int REVIEW = 420;

    /** Keeps in step whose records are watched and who lives together. */
    public static final int WATCH = 430;

    /** Hides resources that the caller may not see, as the last one. */
    public static final int DISCLOSURE = 10_000;

    private InterceptorOrder() {}
}
