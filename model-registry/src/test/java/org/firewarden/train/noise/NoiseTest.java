package org.firewarden.train.noise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.function.LongSupplier;
import org.firewarden.crypto.KeyStream;
import org.junit.jupiter.api.Test;

class NoiseTest {

    private static LongSupplier stream(long number) {
        return KeyStream.of(new byte[32], number)::nextLong;
    }

    @Test
    void aChoiceIsMadeWithTheProbabilitiesOfTheMechanism() {
        int better = 0;
        int draws = 20_000;
        LongSupplier bits = stream(9);
        for (int i = 0; i < draws; i++) {
            better += ExponentialMechanism.choose(new double[] {0, 1}, 1, 2, bits);
        }
        double expected = Math.E / (1 + Math.E);
        assertThat((double) better / draws)
                .isCloseTo(expected, within(5 * Math.sqrt(expected * (1 - expected) / draws)));
        assertThatThrownBy(() -> ExponentialMechanism.choose(new double[] {1}, 1, 0, bits))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theNoiseIsWholeNormalNumbers() {
        float[] noise = new float[200_001];
        new GaussianNoise(stream(1)).fill(noise, 0, noise.length, 8192);

        double sum = 0;
        double squares = 0;
        double fourth = 0;
        int beyondTwo = 0;
        for (float value : noise) {
            assertThat(value).isEqualTo((float) Math.rint(value));
            double z = value / 8192;
            sum += z;
            squares += z * z;
            fourth += z * z * z * z;
            beyondTwo += Math.abs(z) > 2 ? 1 : 0;
        }
        int n = noise.length;
        // Five standard errors of each moment.
        assertThat(sum / n).isCloseTo(0, within(5 / Math.sqrt(n)));
        assertThat(squares / n).isCloseTo(1, within(5 * Math.sqrt(2.0 / n)));
        assertThat(fourth / n).isCloseTo(3, within(5 * Math.sqrt(96.0 / n)));
        assertThat((double) beyondTwo / n).isCloseTo(0.0455, within(5 * Math.sqrt(0.0455 / n)));
    }

    /** The attack of Mironov 2012 looks for outputs that only one input can give; on the grid each can. */
    @Test
    void sumsOnTheGridAreExactWhateverTheGradient() {
        NoiseGrid grid = NoiseGrid.of(new NoiseGrid.Summands(1, 700, 0.002), 1, 4097);
        float step = (float) grid.step();
        float[] noise = new float[10_000];
        new GaussianNoise(stream(2)).fill(noise, 0, noise.length, grid.deviation(1));
        for (int i = 0; i < noise.length; i++) {
            double gradient = 700 * Math.sin(i);
            float rounded = (float) Math.rint((float) gradient / step);
            float inFloat = (rounded + noise[i]) * step;
            double exact = ((double) rounded + noise[i]) * grid.step();
            assertThat((double) inFloat).isEqualTo(exact);
        }
        assertThat(Math.getExponent(step)).isEqualTo((int) Math.round(Math.log(step) / Math.log(2)));
        assertThat(grid.sensitivity()).isBetween(1.0, 1.01);
    }

    @Test
    void aGridTooCoarseForTheClippingNormIsRefused() {
        assertThatThrownBy(() -> NoiseGrid.of(new NoiseGrid.Summands(1, 50_000_000, 0), 1, 1_000_000))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void eachPatientIsDrawnWithTheRate() {
        int[] drawn = new int[100];
        int total = 0;
        int rounds = 20_000;
        for (int round = 0; round < rounds; round++) {
            for (int index : PoissonSampling.draw(drawn.length, 0.07, stream(round))) {
                drawn[index]++;
                total++;
            }
        }
        assertThat((double) total / rounds).isCloseTo(7, within(5 * Math.sqrt(7.0 / rounds)));
        for (int count : drawn) {
            assertThat((double) count / rounds).isCloseTo(0.07, within(5 * Math.sqrt(0.07 / rounds)));
        }
        assertThat(PoissonSampling.draw(5, 1, stream(0))).containsExactly(0, 1, 2, 3, 4);
    }
}
