package org.firewarden.access;

import java.util.Arrays;
import java.util.Optional;

/**
 * Why somebody asks for patient data: the codes of HL7 v3-PurposeOfUse
 * ({@code http://terminology.hl7.org/CodeSystem/v3-ActReason}) that Firewarden knows. A purpose comes from a signed token,
 * never from a bare header.
 */
public enum PurposeOfUse {
    /** Treatment of the patient. */
    TREAT,
    /** Emergency treatment. */
    ETREAT,
    /** Payment. */
    HPAYMT,
    /** Healthcare operations, quality and administration among them. */
    HOPERAT,
    /** Research. */
    HRESCH,
    /** At the patient's own request. */
    PATRQT;

    /** The code system that the codes are from. */
    public static final String SYSTEM = "http://terminology.hl7.org/CodeSystem/v3-ActReason";

    /** The purpose with this code, or empty if the code is not one that Firewarden knows. Case matters. */
    public static Optional<PurposeOfUse> ofCode(String code) {
        return Arrays.stream(values()).filter(p -> p.name().equals(code)).findFirst();
    }

    /** The v3-ActReason code. */
    public String code() {
        return name();
    }

    /** True for treatment and emergency treatment. */
    public boolean isTreating() {
        return this == TREAT || this == ETREAT;
    }
}
