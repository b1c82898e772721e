package org.firewarden.deid.operation.count;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DiscreteLaplaceTest {

    private static final int SAMPLES = 200_000;

    private static Map<Long, Integer> histogram(Epsilon epsilon) throws NoSuchAlgorithmException {
        // A fixed seed, so that the bounds below hold on each run or on none.
        SecureRandom random = SecureRandom.getInstance("SHA1PRNG");
        random.setSeed(20_261_125L);
        DiscreteLaplace noise = new DiscreteLaplace(random);
        Map<Long, Integer> histogram = new TreeMap<>();
        for (int i = 0; i < SAMPLES; i++) {
            histogram.merge(noise.sample(epsilon), 1, Integer::sum);
        }
        return histogram;
    }

    /** Pearson's statistic against the closed form {@code (1-q)/(1+q) q^|x|}; 5.5 standard deviations above its mean at the most. */
    @ParameterizedTest
    @ValueSource(strings = {"1", "0.5", "0.1", "0.333333", "2.5"})
    void itIsDistributedAsItsFormulaSays(String text) throws NoSuchAlgorithmException {
        Epsilon epsilon = Epsilon.parse(text).orElseThrow();
        Map<Long, Integer> histogram = histogram(epsilon);
        double q = Math.exp(-epsilon.micros() / 1e6);
        double statistic = 0;
        int cells = 0;
        for (long x = -60; x <= 60; x++) {
            double expected = SAMPLES * (1 - q) / (1 + q) * Math.pow(q, (double) Math.abs(x));
            if (expected >= 10) {
                double difference = histogram.getOrDefault(x, 0) - expected;
                statistic += difference * difference / expected;
                cells++;
            }
        }
        assertThat(cells).isGreaterThan(5);
        assertThat(statistic).isLessThan(cells + 5.5 * Math.sqrt(2.0 * cells));
    }

    @Test
    void neighboursAreToldApartNoBetterThanEpsilonSays() throws NoSuchAlgorithmException {
        Map<Long, Integer> histogram = histogram(Epsilon.parse("1").orElseThrow());
        for (long x = -4; x < 4; x++) {
            double ratio = (double) histogram.getOrDefault(x, 0) / histogram.getOrDefault(x + 1, 0);
            assertThat(ratio).isBetween(Math.exp(-1) * 0.9, Math.exp(1) * 1.1);
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 3", "0.1, 30", "10, 0"})
    void theIntervalHoldsTheNoise(String text, long expected) throws NoSuchAlgorithmException {
        Epsilon epsilon = Epsilon.parse(text).orElseThrow();
        long width = DiscreteLaplace.halfWidth(epsilon, 0.95);
        assertThat(width).isBetween(Math.max(0, expected - 1), expected + 1);
        int within = histogram(epsilon).entrySet().stream()
                .filter(sample -> Math.abs(sample.getKey()) <= width)
                .mapToInt(Map.Entry::getValue)
                .sum();
        assertThat((double) within / SAMPLES).isGreaterThan(0.948);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "0.0", "-1", "1e3", "0.0000001", "101", "", "NaN", "1,5"})
    void whatIsNoEpsilonIsNone(String text) {
        assertThat(Epsilon.parse(text)).isEmpty();
    }
}
