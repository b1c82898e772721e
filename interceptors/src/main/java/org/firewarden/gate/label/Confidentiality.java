package org.firewarden.gate.label;

import java.util.Optional;

/**
 * The HL7 v3 confidentiality classes, lowest first. Of several the highest holds (the high-water mark of the HL7 Healthcare
 * Privacy and Security Classification System).
 */
public enum Confidentiality {
    /** Unrestricted. */
    U,
    /** Low. */
    L,
    /** Moderate. */
    M,
    /** Normal. */
    N,
    /** Restricted. */
    R,
    /** Very restricted. */
    V;

    /** The code system. */
    public static final String SYSTEM = "http://terminology.hl7.org/CodeSystem/v3-Confidentiality";

    /** The class with this code, or empty if there is none. */
    public static Optional<Confidentiality> ofCode(String code) {
        for (Confidentiality confidentiality : values()) {
            if (confidentiality.name().equals(code)) {
                return Optional.of(confidentiality);
            }
        }
        return Optional.empty();
    }

    /** The higher of two. */
    public Confidentiality highest(Confidentiality other) {
        return compareTo(other) >= 0 ? this : other;
    }
}
