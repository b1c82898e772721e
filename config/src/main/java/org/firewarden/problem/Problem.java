package org.firewarden.problem;

/**
 * One thing that is wrong with a request.
 *
 * @param issueType a code of {@code http://hl7.org/fhir/issue-type}, for example {@code invalid}
 * @param code our own code, lower case with hyphens, stable for programs
 * @param text a sentence that helps the developer of the client; holds no patient data, no class name, no SQL
 */
public record Problem(String issueType, String code, String text) {

    /** The request lacks a valid token. */
    public static Problem unauthenticated(String text) {
        return new Problem("login", "unauthenticated", text);
    }

    /** The caller may not do this. Says nothing of whether the thing exists. */
    public static Problem forbidden(String code, String text) {
        return new Problem("forbidden", code, text);
    }

    /** The request is malformed. */
    public static Problem invalid(String code, String text) {
        return new Problem("invalid", code, text);
    }

    /** Nothing is here, or nothing that the caller may know of. */
    public static Problem notFound(String text) {
        return new Problem("not-found", "not-found", text);
    }

    /** The server cannot answer. */
    public static Problem unavailable(String code, String text) {
        return new Problem("transient", code, text);
    }
}
