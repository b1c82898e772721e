package org.firewarden.access;

/**
 * A code in its system, as in a FHIR Coding.
 *
 * @param system the canonical URL of the code system; empty if the Coding names none
 * @param code the code
 */
public record CodedValue(String system, String code) {

    /** The form of a FHIR token search parameter: {@code system|code}. */
    public String toToken() {
        return system + "|" + code;
    }
}
