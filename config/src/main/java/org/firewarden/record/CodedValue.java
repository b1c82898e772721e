package org.firewarden.record;

/**
 * A code in its system, as in a FHIR Coding.
 *
 * @param system the canonical URL of the code system
 * @param code the code
 */
public record CodedValue(String system, String code) {

    /** The form of a FHIR token search parameter: {@code system|code}. */
    public String toToken() {
        return system + "|" + code;
    }
}
