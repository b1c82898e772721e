package org.firewarden.train.privacy;

/**
 * The Renyi divergence of one step of the sampled Gaussian mechanism (Mironov, Talwar, Zhang 2019, section 3.3), in log space
 * so that small noise does not overflow.
 */
final class RenyiDivergence {

    /** Terms below e to this power change nothing in double precision. */
    private static final double NEGLIGIBLE = -30;

    private RenyiDivergence() {}

    static double of(SampledGaussian mechanism, double order, FractionalSeries series) {
        double q = mechanism.samplingRate();
        double sigma = mechanism.noiseMultiplier();
        if (q == 1) {
            return order / (2 * sigma * sigma);
        }
        double logMoment = order == Math.rint(order)
                ? integer(q, sigma, (int) order)
                : fractional(q, sigma, order, series == FractionalSeries.SIGNED);
        return logMoment / (order - 1);
    }

    private static double integer(double q, double sigma, int order) {
        double sum = Double.NEGATIVE_INFINITY;
        double logBinomial = 0;
        for (int k = 0; k <= order; k++) {
            double term = logBinomial
                    + k * Math.log(q)
                    + (order - k) * Math.log1p(-q)
                    + ((double) k * k - k) / (2 * sigma * sigma);
            sum = add(sum, term);
            logBinomial += Math.log(order - k) - Math.log(k + 1);
        }
        return sum;
    }

    private static double fractional(double q, double sigma, double order, boolean signed) {
        double below = Double.NEGATIVE_INFINITY;
        double above = Double.NEGATIVE_INFINITY;
        double variance = sigma * sigma;
        double z0 = variance * Math.log(1 / q - 1) + 0.5;
        double logBinomial = 0;
        boolean negative = false;
        for (int i = 0; ; i++) {
            double j = order - i;
            double logBelow = logBinomial
                    + i * Math.log(q)
                    + j * Math.log1p(-q)
                    + ((double) i * i - i) / (2 * variance)
                    + Math.log(0.5)
                    + NormalTail.logErfc((i - z0) / (Math.sqrt(2) * sigma));
            double logAbove = logBinomial
                    + j * Math.log(q)
                    + i * Math.log1p(-q)
                    + (j * j - j) / (2 * variance)
                    + Math.log(0.5)
                    + NormalTail.logErfc((z0 - j) / (Math.sqrt(2) * sigma));
            below = negative && signed ? subtract(below, logBelow) : add(below, logBelow);
            above = negative && signed ? subtract(above, logAbove) : add(above, logAbove);
            if (Math.max(logBelow, logAbove) < NEGLIGIBLE && i > order) {
                return add(below, above);
            }
            logBinomial += Math.log(Math.abs(order - i)) - Math.log(i + 1);
            negative ^= order - i < 0;
        }
    }

    private static double add(double left, double right) {
        double greater = Math.max(left, right);
        return greater == Double.NEGATIVE_INFINITY
                ? greater
                : greater + Math.log1p(Math.exp(Math.min(left, right) - greater));
    }

    private static double subtract(double left, double right) {
        // The series alternates and its partial sums stay positive; what rounding makes negative counts as nothing.
        return left > right ? left + Math.log1p(-Math.exp(right - left)) : Double.NEGATIVE_INFINITY;
    }
}
