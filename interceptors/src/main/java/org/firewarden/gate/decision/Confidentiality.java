package org.firewarden.gate.decision;

import java.util.Optional;
import java.util.Set;
import org.firewarden.access.CodedValue;

/**
 * The levels of v3-Confidentiality, lowest first. A label covers itself and what is below it (high-water mark, HL7 Healthcare
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

    /** The level with this code, or empty. */
    public static Optional<Confidentiality> ofCode(String code) {
        for (Confidentiality level : values()) {
            if (level.name().equals(code)) {
                return Optional.of(level);
            }
        }
        return Optional.empty();
    }

    /** The higher of two. */
    public Confidentiality or(Confidentiality other) {
        return compareTo(other) >= 0 ? this : other;
    }

    /** The highest level among the labels; normal if there is none. An unknown code of the system counts as the highest. */
    public static Confidentiality highest(Set<CodedValue> labels) {
        Confidentiality highest = null;
        for (CodedValue label : labels) {
            if (label.system().equals(SYSTEM)) {
                Confidentiality level = ofCode(label.code()).orElse(V);
                highest = highest == null || level.compareTo(highest) > 0 ? level : highest;
            }
        }
        return highest == null ? N : highest;
    }
}
