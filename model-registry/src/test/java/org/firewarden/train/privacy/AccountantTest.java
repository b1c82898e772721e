package org.firewarden.train.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Values that other libraries publish: pytorch/opacus 4d0ebc84613d accountants_test.py, tensorflow/privacy 03035d5d4a27
 * compute_dp_sgd_privacy_test.py, google/differential-privacy b5b0286e313b dp_accounting.
 */
class AccountantTest {

    private static final RdpAccountant OPACUS =
            new RdpAccountant(RdpAccountant.opacusOrders(), RdpConversion.BALLE_2020, FractionalSeries.SIGNED);

    private static final double[] TF_ORDERS = DoubleStream.concat(
                    DoubleStream.of(1.25, 1.5, 1.75, 2, 2.25, 2.5, 3, 3.5, 4, 4.5),
                    DoubleStream.concat(IntStream.range(5, 64).mapToDouble(i -> i), DoubleStream.of(128, 256, 512)))
            .toArray();

    private static final RdpAccountant TF =
            new RdpAccountant(TF_ORDERS, RdpConversion.BALLE_2020, FractionalSeries.ABSOLUTE);

    @Test
    void theRenyiAccountantAgreesWithOpacus() {
        assertThat(OPACUS.epsilon(Rounds.of(0.04, 1.5, 2250), 1e-5)).isCloseTo(7.32911117143, within(1e-7));
    }

    @ParameterizedTest
    @CsvSource({
        "60000, 150, 1.3, 15, 1e-5, 0.7242234026109595, 19",
        "100000, 100, 1.0, 30, 1e-7, 1.4154988495444842, 13",
        "100000000, 1024, 0.1, 10, 1e-7, 5907982.3113984, 0"
    })
    void theRenyiAccountantAgreesWithTensorFlowPrivacy(
            int n, int batch, double sigma, int epochs, double delta, double epsilon, int order) {
        int steps = (int) Math.ceil((double) epochs * n / batch);

        RdpAccountant.Best best = TF.best(List.of(Rounds.of((double) batch / n, sigma, steps)), delta);

        assertThat(best.epsilon()).isCloseTo(epsilon, within(Math.max(1e-7, epsilon * 1e-11)));
        if (order > 0) {
            assertThat(best.order()).isEqualTo(order);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "256, 1.3, 15, 1.19",
        "256, 1.1, 60, 3.01",
        "240, 1.3, 15, 1.16",
        "240, 1.1, 60, 2.91",
        "240, 0.7, 45, 6.86"
    })
    void theConversionOf2017GivesWhatOlderTutorialsPrint(int batch, double sigma, int epochs, double printed) {
        RdpAccountant classic =
                new RdpAccountant(RdpAccountant.opacusOrders(), RdpConversion.MIRONOV_2017, FractionalSeries.SIGNED);

        double epsilon = classic.epsilon(Rounds.of(batch / 60000.0, sigma, epochs * 60000 / batch), 1e-5);

        assertThat(epsilon).isCloseTo(printed, within(0.0055));
    }

    @Test
    void theAbsoluteSeriesIsTheLooserBoundOfDpAccounting() {
        double[] orders = DoubleStream.concat(
                        IntStream.range(1, 100).mapToDouble(i -> 1 + i / 10.0),
                        DoubleStream.concat(
                                IntStream.range(11, 64).mapToDouble(i -> i), DoubleStream.of(128, 256, 512, 1024)))
                .toArray();
        Rounds rounds = Rounds.of(0.01, 0.7, 120);

        double signed =
                new RdpAccountant(orders, RdpConversion.BALLE_2020, FractionalSeries.SIGNED).epsilon(rounds, 1e-5);
        double absolute =
                new RdpAccountant(orders, RdpConversion.BALLE_2020, FractionalSeries.ABSOLUTE).epsilon(rounds, 1e-5);

        assertThat(absolute).isCloseTo(3.2392676, within(1e-6));
        assertThat(signed).isCloseTo(3.2391922, within(1e-6)).isLessThan(absolute);
    }

    @Test
    void connectTheDotsAgreesWithTensorFlowPrivacy() {
        Rounds rounds = Rounds.of(0.01, 0.7, 120);

        assertThat(new PldAccountant(1e-4).epsilon(rounds, 1e-5)).isCloseTo(2.4612381, within(1e-6));
        assertThat(PldAccountant.standard().epsilon(rounds, 1e-5)).isCloseTo(2.461281, within(1e-5));
    }

    @Test
    void connectTheDotsStaysBelowTheUpperBoundOfOpacusPrv() {
        double epsilon = PldAccountant.standard().epsilon(Rounds.of(0.04, 1.5, 2250), 1e-5);

        assertThat(epsilon).isCloseTo(6.76879, within(1e-3)).isLessThan(6.777395712);
    }

    @Test
    void withoutSamplingTheLossIsThatOfTheGaussianMechanism() {
        double delta = PldAccountant.standard().delta(List.of(Rounds.of(1, Math.sqrt(3), 3)), 1);

        assertThat(delta).isCloseTo(0.126936, within(1e-6));
    }

    @ParameterizedTest
    @CsvSource({"2250, 1.416", "2000, 1.3562"})
    void theNoiseForATargetAgreesWithOpacus(int steps, double sigma) {
        assertThat(NoiseCalibration.noiseMultiplier(OPACUS, 8, 1e-5, 0.04, steps, 0.01))
                .isCloseTo(sigma, within(5e-5));
    }

    @Test
    void roundsOfTwoKindsLoseMoreThanEitherAndNoMoreThanTheNoisierKindThroughout() {
        Rounds quiet = Rounds.of(0.02, 2, 300);
        Rounds loud = Rounds.of(0.05, 1, 100);
        for (Accountant accountant : List.of(RdpAccountant.standard(), PldAccountant.standard())) {
            double both = accountant.epsilon(List.of(quiet, loud), 1e-6);
            assertThat(both)
                    .isGreaterThan(accountant.epsilon(loud, 1e-6))
                    .isGreaterThan(accountant.epsilon(quiet, 1e-6))
                    .isLessThan(accountant.epsilon(Rounds.of(0.05, 1, 400), 1e-6));
        }
    }

    @Test
    void aLongRunWithLittleNoiseNeedsACoarserGridAndStaysABound() {
        Rounds rounds = Rounds.of(0.5, 0.4, 4000);

        double pld = PldAccountant.standard().epsilon(rounds, 1e-6);

        assertThat(pld).isGreaterThan(1000).isLessThan(RdpAccountant.standard().epsilon(rounds, 1e-6) * 1.001);
    }
}
