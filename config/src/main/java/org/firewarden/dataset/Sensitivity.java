package org.firewarden.dataset;

import java.util.Arrays;
import java.util.Optional;

/** What a data set still tells of people, which decides who may open it. */
public enum Sensitivity {
    /** De-identified under 45 CFR 164.514(b): no longer protected health information. */
    DEIDENTIFIED("deidentified"),
    /** A limited data set under 45 CFR 164.514(e): still protected health information, bound to a data use agreement. */
    LIMITED("limited");

    private final String code;

    Sensitivity(String code) {
        this.code = code;
    }

    /** The code as it stands in manifests and tables. */
    public String code() {
        return code;
    }

    /** The sensitivity with this code, or empty. */
    public static Optional<Sensitivity> ofCode(String code) {
        return Arrays.stream(values()).filter(s -> s.code.equals(code)).findFirst();
    }
}
