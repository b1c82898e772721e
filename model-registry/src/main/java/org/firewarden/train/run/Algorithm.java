package org.firewarden.train.run;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What is trained. */
public enum Algorithm {
    /** Logistic regression. */
    LOGISTIC,
    /** A multi-layer perceptron. */
    MLP,
    /** Gradient-boosted trees; without any privacy claim. */
    GBT;

    /** The algorithm with this code, or empty. */
    public static Optional<Algorithm> ofCode(String code) {
        return Arrays.stream(values()).filter(a -> a.code().equals(code)).findFirst();
    }

    /** Lower case. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
