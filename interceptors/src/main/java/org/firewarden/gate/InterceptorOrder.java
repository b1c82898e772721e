package org.firewarden.gate;

/**
 * The order of all interceptors, lowest first. What refuses stands before what narrows; what hides stands after everything
 * of HAPI's that may put content into a resource.
 */
public final class InterceptorOrder {

    /** Refuses what is never open, then what the caller may not ask. */
    public static final int REQUEST = 100;

    /** Limits searches to the patient in context. */
    public static final int NARROWING = 200;

    /** Refuses writes before anything is stored. */
    public static final int WRITE = 300;

    /** Keeps the consent rules in step with the FHIR Consents. */
    public static final int CONSENT = 400;

    /** Keeps the care relationships in step with the FHIR resources that say who takes care of whom. */
    public static final int RELATIONSHIP = 410;

    /** Keeps reviews of break-glass grants in the hands of those who review. */
    public static final int REVIEW = 420;

    /** Hides resources that the caller may not see, as the last one. */
    public static final int DISCLOSURE = 10_000;

    private InterceptorOrder() {}
}
