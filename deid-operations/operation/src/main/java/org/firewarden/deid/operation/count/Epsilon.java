package org.firewarden.deid.operation.count;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;

/**
 * A privacy parameter in millionths, so that sums and noise are exact.
 *
 * @param micros positive
 */
record Epsilon(long micros) {

    private static final long ONE = 1_000_000;

    Epsilon {
        if (micros < 1 || micros > 100 * ONE) {
            throw new IllegalArgumentException("an epsilon is a millionth to a hundred");
        }
    }

    /** A decimal with at most six digits behind the point, or empty if it is none. */
    static Optional<Epsilon> parse(String text) {
        if (!text.matches("\\d{1,3}(\\.\\d{1,6})?")) {
            return Optional.empty();
        }
        long micros = new BigDecimal(text).movePointRight(6).longValueExact();
        return micros < 1 || micros > 100 * ONE ? Optional.empty() : Optional.of(new Epsilon(micros));
    }

    BigDecimal value() {
        return BigDecimal.valueOf(micros, 6)
                .setScale(6, RoundingMode.UNNECESSARY)
                .stripTrailingZeros();
    }
}
