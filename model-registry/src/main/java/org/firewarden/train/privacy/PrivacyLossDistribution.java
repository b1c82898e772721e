package org.firewarden.train.privacy;

import java.util.Arrays;

/**
 * The privacy loss of one step on a grid, by connecting the dots of its hockey-stick curve (Doroshenko, Ghazi, Kamath, Kumar,
 * Manurangsi 2022, Connect the Dots, arXiv 2207.04380): never less than the true loss, and exact at the grid points.
 *
 * @param first the grid index of the first mass; the loss there is {@code first} times the grid's step
 * @param masses the probabilities
 * @param infinite the probability of an infinite loss
 */
@SuppressWarnings("ArrayRecordComponent")
record PrivacyLossDistribution(long first, double[] masses, double infinite) {

    /** Which of the two neighbouring data sets has the patient. */
    enum Direction {
        /** The patient is removed: P has the patient, Q does not. */
        REMOVE,
        /** The patient is added: the roles are swapped. */
        ADD
    }

    static PrivacyLossDistribution of(SampledGaussian mechanism, Direction direction, double step) {
        double sigma = mechanism.noiseMultiplier();
        double reach = Math.max(20, 24 / sigma + 1 / (sigma * sigma));
        int half = (int) Math.ceil(reach / step);
        int size = 2 * half + 1;
        double[] curve = new double[size];
        for (int i = 0; i < size; i++) {
            curve[i] = hockeyStick(mechanism, direction, (i - half) * step);
        }
        double[] masses = new double[size];
        double up = Math.expm1(step);
        double down = -Math.expm1(-step);
        for (int i = 0; i < size; i++) {
            double right = i + 1 < size ? (curve[i + 1] - curve[i]) / up : 0;
            double left = i > 0 ? (curve[i] - curve[i - 1]) / down : -Math.exp(-half * step);
            masses[i] = Math.max(0, right - left);
        }
        return new PrivacyLossDistribution(-half, masses, Math.max(0, curve[size - 1]));
    }

    /** The greatest difference P(S) - e^loss Q(S) over all sets S of outcomes. */
    private static double hockeyStick(SampledGaussian mechanism, Direction direction, double loss) {
        double q = mechanism.samplingRate();
        double s = mechanism.noiseMultiplier();
        double ratio = Math.exp(loss);
        if (direction == Direction.REMOVE) {
            if (ratio <= 1 - q) {
                return 1 - ratio;
            }
            double x = 0.5 + s * s * Math.log((ratio - (1 - q)) / q);
            double without = NormalTail.phi(-x / s);
            return (1 - q) * without + q * NormalTail.phi(-(x - 1) / s) - ratio * without;
        }
        double inverse = Math.exp(-loss);
        if (inverse <= 1 - q) {
            return 0;
        }
        double x = 0.5 + s * s * Math.log((inverse - (1 - q)) / q);
        double without = NormalTail.phi(x / s);
        return without - ratio * ((1 - q) * without + q * NormalTail.phi((x - 1) / s));
    }

    /** The logarithms of the masses, which are minus infinity where there is none. */
    double[] logMasses() {
        return Arrays.stream(masses).map(Math::log).toArray();
    }

    /** The logarithm of the expectation of e^(order times loss), from {@link #logMasses}. */
    double logMoment(double[] logMasses, double order, double step) {
        double greatest = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < logMasses.length; i++) {
            greatest = Math.max(greatest, logMasses[i] + order * (first + i) * step);
        }
        double sum = 0;
        for (int i = 0; i < logMasses.length; i++) {
            double exponent = logMasses[i] + order * (first + i) * step - greatest;
            if (exponent > -40) {
                sum += Math.exp(exponent);
            }
        }
        // What was left out is less than this.
        return greatest + Math.log(sum + logMasses.length * Math.exp(-40));
    }
}
