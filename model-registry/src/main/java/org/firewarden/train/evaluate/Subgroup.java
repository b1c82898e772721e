package org.firewarden.train.evaluate;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * How a model does for one part of the people.
 *
 * @param attribute for example {@code sex}
 * @param group for example {@code female}
 * @param n how many rows
 * @param positives how many with the outcome
 * @param auroc with its interval
 * @param observedToExpected outcomes over the sum of probabilities: 1 is calibrated in the large
 * @param sensitivity at the report's threshold
 * @param falsePositiveRate at the report's threshold
 */
public record Subgroup(
        String attribute,
        String group,
        int n,
        int positives,
        Interval95 auroc,
        Interval95 observedToExpected,
        Interval95 sensitivity,
        Interval95 falsePositiveRate) {

    /** Measures a part of the rows. */
    public static Subgroup of(String attribute, String group, Scored part, double threshold, Bootstrap bootstrap) {
        if (part.rows() == 0) {
            Interval95 none = Interval95.none();
            return new Subgroup(attribute, group, 0, 0, none, none, none, none);
        }
        List<Interval95> figures = bootstrap.of(
                part,
                List.of(
                        some -> Discrimination.auroc(some.probabilities(), some.labels()),
                        Subgroup::ratio,
                        some -> Operating.at(threshold, some).sensitivity(),
                        some -> 1 - Operating.at(threshold, some).specificity()));
        return new Subgroup(
                attribute,
                group,
                part.rows(),
                part.positives(),
                figures.get(0),
                figures.get(1),
                figures.get(2),
                figures.get(3));
    }

    /** The same without the figures at the threshold, which would tell how few were flagged or missed. */
    Subgroup withoutDecisions() {
        return new Subgroup(
                attribute, group, n, positives, auroc, observedToExpected, Interval95.none(), Interval95.none());
    }

    private static double ratio(Scored scored) {
        double expected = 0;
        for (double probability : scored.probabilities()) {
            expected += probability;
        }
        return scored.positives() / expected;
    }

    /**
     * The greatest differences between groups of one attribute.
     *
     * @param attribute which
     * @param equalisedOdds of sensitivity or false positive rate, whichever is greater (Hardt et al. 2016, arXiv 1610.02413); NaN if
     *     these are told of fewer than two groups
     * @param calibration of observed to expected; NaN for fewer than two groups
     * @param groups how many groups were compared
     */
    public record Gap(String attribute, double equalisedOdds, double calibration, int groups) {

        /** Compares the groups that are told, each of which has enough people with and without the outcome. */
        public static Gap of(String attribute, PublishedGroups published) {
            List<Subgroup> compared = published.groups().stream()
                    .filter(group -> group.attribute().equals(attribute))
                    .toList();
            return new Gap(
                    attribute,
                    Math.max(
                            range(compared, group -> group.sensitivity().value()),
                            range(compared, group -> group.falsePositiveRate().value())),
                    range(compared, group -> group.observedToExpected().value()),
                    compared.size());
        }

        private static double range(List<Subgroup> groups, ToDoubleFunction<Subgroup> figure) {
            double[] values =
                    groups.stream().mapToDouble(figure).filter(Double::isFinite).toArray();
            return values.length < 2
                    ? Double.NaN
                    : Arrays.stream(values).max().orElseThrow()
                            - Arrays.stream(values).min().orElseThrow();
        }
    }
}
