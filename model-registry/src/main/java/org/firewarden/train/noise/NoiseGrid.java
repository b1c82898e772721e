package org.firewarden.train.noise;

/**
 * The grid on which gradients are summed with noise. Floating-point noise gives away what it was added to, because the
 * doubles that a sum can take depend on the summand (Mironov 2012, On significance of the least significant bits, doi
 * 10.1145/2382196.2382264). Here the clipped sum is rounded to multiples of a power of two, the noise is a whole number of
 * the same steps, and both together stay below 2^24 steps, so that their float32 sum is exact: whichever value the sum had,
 * each grid point can come out. Rounding the noise of a sum that lies on the grid is rounding the sum with continuous noise,
 * so the analysis of the continuous Gaussian mechanism holds for what comes out (compare Canonne, Kamath, Steinke 2020, The
 * Discrete Gaussian, arXiv 2004.00010, which needs a new analysis and a slower sampler).
 *
 * <p>Rounding the sum moves each coordinate by at most half a step, so one patient changes the rounded sum by at most
 * the longest summand, twice what a computed sum is off by (the order of its rounding may depend on that patient), and one step times
 * the root of the number of parameters. The noise is scaled to that sensitivity.
 *
 * @param step a power of two
 * @param sensitivity the norm by which one patient changes a rounded sum, at most
 */
public record NoiseGrid(double step, double sensitivity) {

    private static final double EXACT = 1 << 24;
    private static final double GREATEST_DEVIATIONS = 10;

    /**
     * What is summed.
     *
     * @param longest the norm of one summand, at most
     * @param most how many there are, at most
     * @param error the norm by which a computed sum is off, at most
     */
    public record Summands(double longest, int most, double error) {}

    /**
     * The finest grid on which the sum of a step is exact.
     *
     * @param noiseMultiplier the noise in sensitivities
     * @param parameters how many coordinates a gradient has
     */
    public static NoiseGrid of(Summands summands, double noiseMultiplier, int parameters) {
        double greatest =
                summands.longest() * (summands.most() + 2 * GREATEST_DEVIATIONS * noiseMultiplier) + summands.error();
        double step = Math.scalb(1.0, (int) Math.ceil(Math.log(greatest / EXACT) / Math.log(2)));
        double sensitivity = summands.longest() + 2 * summands.error() + step * Math.sqrt(parameters);
        if (sensitivity > 2 * summands.longest()) {
            throw new IllegalArgumentException("the batch is too large for exact sums of so many parameters");
        }
        return new NoiseGrid(step, sensitivity);
    }

    /** The standard deviation of the noise in grid steps. */
    public double deviation(double noiseMultiplier) {
        return noiseMultiplier * sensitivity / step;
    }
}
