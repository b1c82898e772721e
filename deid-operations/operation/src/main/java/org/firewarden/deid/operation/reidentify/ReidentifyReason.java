package org.firewarden.deid.operation.reidentify;

import java.util.Arrays;
import java.util.Optional;

/** Why somebody must know whom a token stands for. */
enum ReidentifyReason {
    /** A finding that matters for the patient's care. */
    FINDING("finding"),
    /** The patient's safety. */
    SAFETY("safety"),
    /** The patient withdraws, or asks for the own data. */
    PATIENT_REQUEST("patient-request"),
    /** The data seem to be wrong. */
    DATA_QUALITY("data-quality"),
    /** A law or a court demands it. */
    LEGAL("legal");

    private final String code;

    ReidentifyReason(String code) {
        this.code = code;
    }

    String code() {
        return code;
    }

    static Optional<ReidentifyReason> ofCode(String code) {
        return Arrays.stream(values()).filter(r -> r.code.equals(code)).findFirst();
    }
}
