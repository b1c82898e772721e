package org.firewarden.train.run;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What is trained. */
public enum Algorithm {
    /** Logistic regression. */
    LOGISTIC,
    /** A multi-layer perceptron. */
    MLP,
    /** A gated recurrent unit over the events of a patient; only for a feature spec with a sequence of events. */
    GRU,
    /** Gradient-boosted trees; without any privacy claim. */
    GBT;

    /** The codes, for people: {@code logistic, mlp, gru or gbt}. */
    public static String codes() {
        List<String> codes = Arrays.stream(values()).map(Algorithm::code).toList();
        int last = codes.size() - 1;
        return String.join(", ", codes.subList(0, last)) + " or " + codes.get(last);
    }

    /** The algorithm with this code, or empty. */
    public static Optional<Algorithm> ofCode(String code) {
        return Arrays.stream(values()).filter(a -> a.code().equals(code)).findFirst();
    }

    /** Lower case. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
