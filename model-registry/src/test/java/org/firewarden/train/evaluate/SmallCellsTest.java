package org.firewarden.train.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.firewarden.model.disclosure.SmallCells;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a report must not tell of few people, directly or by subtraction from what it does tell. */
class SmallCellsTest {

    private static final Interval95 HALF = new Interval95(0.5, 0.4, 0.6);

    @Test
    void aGroupWithTenOutcomesIsWithheldTogetherWithTheOneThatWouldGiveItAway() {
        PublishedGroups published = PublishedGroups.of(
                List.of(group("large", 4000, 400), group("middle", 300, 60), group("small", 200, 10)));

        assertThat(published.groups()).extracting(Subgroup::group).containsExactly("large");
        assertThat(published.withheld()).isEqualTo(2);
    }

    @Test
    void aGroupInWhichNearlyAllHaveTheOutcomeIsSmall() {
        PublishedGroups published =
                PublishedGroups.of(List.of(group("a", 900, 300), group("b", 500, 100), group("c", 300, 290)));

        assertThat(published.groups()).extracting(Subgroup::group).containsExactly("a");
    }

    @Test
    void whatSeveralSmallGroupsHaveTogetherIsNotSmallEither() {
        // As in the table of 130 hospitals: three age bands with three outcomes in all.
        PublishedGroups published = PublishedGroups.of(List.of(
                group("0 to 9", 22, 0),
                group("10 to 19", 94, 3),
                group("20 to 29", 205, 17),
                group("30 to 39", 636, 62),
                group("90 to 99", 3, 0)));

        assertThat(published.groups()).extracting(Subgroup::group).containsExactly("30 to 39");
        assertThat(published.withheld()).isEqualTo(4);
    }

    @Test
    void elevenWithAndWithoutTheOutcomeAreTold() {
        PublishedGroups published = PublishedGroups.of(List.of(group("a", 22, 11), group("b", 500, 100)));

        assertThat(published.groups()).hasSize(2);
        assertThat(published.withheld()).isZero();
    }

    @Test
    void fewDecisionsAtTheThresholdAreNotToldThoughTheGroupIs() {
        // Half of 11 outcomes are flagged: too few to be told, and the next smallest group would give them away.
        PublishedGroups published =
                PublishedGroups.of(List.of(group("a", 22, 11), group("b", 500, 100), group("c", 4000, 400)));

        assertThat(published.groups()).hasSize(3);
        assertThat(published.groups().get(0).sensitivity().value()).isNaN();
        assertThat(published.groups().get(1).falsePositiveRate().value()).isNaN();
        assertThat(published.groups().get(2).sensitivity()).isEqualTo(HALF);
        assertThat(published.groups().get(0).auroc()).isEqualTo(HALF);
        assertThat(Subgroup.Gap.of("sex", published).equalisedOdds()).isNaN();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void noThresholdAndNoPointOfTheCurveTellsOfFewPeople(long seed) {
        Random random = new Random(seed);
        int n = 900;
        double[] probabilities =
                random.doubles(n).map(value -> value * value * 0.6).toArray();
        float[] labels = new float[n];
        for (int i = 0; i < n; i++) {
            labels[i] = random.nextDouble() < probabilities[i] ? 1 : 0;
        }
        Scored scored = new Scored(probabilities, labels, IntStream.range(0, n).toArray());
        List<Double> thresholds = List.of(0.001, 0.01, 0.05, 0.1, 0.11, 0.2, 0.4, 0.58, 0.7);

        List<Operating> told = ToldBands.thresholds(thresholds, scored);

        assertThat(told).isNotEmpty().hasSizeLessThan(thresholds.size());
        List<Double> edges = new ArrayList<>(List.of(0.0));
        told.forEach(point -> edges.add(point.threshold()));
        edges.add(1.1);
        for (int i = 0; i + 1 < edges.size(); i++) {
            double from = edges.get(i);
            double to = edges.get(i + 1);
            Scored band = scored.where(row -> probabilities[row] >= from && probabilities[row] < to);
            assertThat(band.rows() == 0 || Math.min(band.positives(), band.rows() - band.positives()) >= 11)
                    .as("from %s to %s", from, to)
                    .isTrue();
        }

        List<Calibration.Point> curve = ToldBands.curve(scored);

        assertThat(curve)
                .hasSizeBetween(2, 10)
                .allSatisfy(point -> assertThat(Math.min(
                                Math.round(point.observed() * point.n()),
                                Math.round((1 - point.observed()) * point.n())))
                        .isGreaterThanOrEqualTo(11));
        assertThat(curve.stream().mapToInt(Calibration.Point::n).sum()).isEqualTo(n);
        assertThat(curve.stream().mapToDouble(p -> p.predicted() * p.n()).sum())
                .isCloseTo(Arrays.stream(probabilities).sum(), within(1e-9));
    }

    @Test
    void ofFewOutcomesInAllNeitherCurveNorThresholdsAreTold() {
        double[] probabilities =
                IntStream.range(0, 200).mapToDouble(i -> i / 200.0).toArray();
        float[] labels = new float[200];
        Arrays.fill(labels, 190, 200, 1);
        Scored scored =
                new Scored(probabilities, labels, IntStream.range(0, 200).toArray());

        assertThat(ToldBands.curve(scored)).isEmpty();
        assertThat(ToldBands.thresholds(List.of(0.1, 0.5), scored)).isEmpty();
        assertThat(SmallCells.isTold(10, 200)).isFalse();
        assertThat(SmallCells.isTold(195, 200)).isFalse();
        assertThat(SmallCells.isTold(0, 200)).isTrue();
        assertThat(SmallCells.isTold(200, 200)).isTrue();
        assertThat(SmallCells.isTold(11, 200)).isTrue();
    }

    private static Subgroup group(String name, int n, int positives) {
        return new Subgroup("sex", name, n, positives, HALF, HALF, HALF, HALF);
    }
}
