package org.firewarden.train.privacy;

import java.util.List;
import org.firewarden.train.privacy.PrivacyLossDistribution.Direction;

/**
 * Composes privacy loss distributions by the Fourier transform. What the finite transform cannot hold is bounded by Chernoff's
 * inequality and added to delta, so that the result is never less than the true epsilon but for rounding in double precision.
 * Both directions are computed and the worse one counts.
 */
public final class PldAccountant implements Accountant {

    /** The default distance of grid points. */
    public static final double STANDARD_STEP = 1e-3;

    private static final int MAXIMUM_LENGTH = 1 << 21;
    private static final double LOG_TAIL = Math.log(1e-18);

    private final double step;

    /** Uses a grid with this distance between its points. */
    public PldAccountant(double step) {
        if (!(step > 0 && step <= 0.1)) {
            throw new IllegalArgumentException("a grid step is greater than 0 and at most 0.1");
        }
        this.step = step;
    }

    /** The accountant with the default grid. */
    public static PldAccountant standard() {
        return new PldAccountant(STANDARD_STEP);
    }

    @Override
    public String name() {
        return "pld";
    }

    @Override
    public String conversion() {
        return "connect-the-dots";
    }

    @Override
    public double epsilon(List<Rounds> rounds, double delta) {
        Accountant.check(delta);
        return Math.max(
                composed(rounds, Direction.REMOVE).epsilon(delta),
                composed(rounds, Direction.ADD).epsilon(delta));
    }

    /** The least delta that can be shown for an epsilon. */
    public double delta(List<Rounds> rounds, double epsilon) {
        return Math.max(
                composed(rounds, Direction.REMOVE).delta(epsilon),
                composed(rounds, Direction.ADD).delta(epsilon));
    }

    private Composed composed(List<Rounds> rounds, Direction direction) {
        double grid = step;
        while (true) {
            List<PrivacyLossDistribution> losses = losses(rounds, direction, grid);
            List<double[]> logMasses =
                    losses.stream().map(PrivacyLossDistribution::logMasses).toList();
            double highest = bound(rounds, losses, logMasses, grid, 1);
            double lowest = -bound(rounds, losses, logMasses, grid, -1);
            double length = (highest - lowest) / grid + 2;
            if (length <= MAXIMUM_LENGTH) {
                return compose(rounds, losses, (long) Math.floor(lowest / grid), powerOfTwo((int) length), grid);
            }
            // A coarser grid is a looser bound and still a bound.
            grid *= 2;
        }
    }

    private static List<PrivacyLossDistribution> losses(List<Rounds> rounds, Direction direction, double grid) {
        return rounds.stream()
                .map(some -> PrivacyLossDistribution.of(some.mechanism(), direction, grid))
                .toList();
    }

    /** A sum that the composed loss, times the sign, exceeds with a probability of at most {@link #LOG_TAIL}. */
    private static double bound(
            List<Rounds> rounds,
            List<PrivacyLossDistribution> losses,
            List<double[]> logMasses,
            double grid,
            int sign) {
        double best = Double.POSITIVE_INFINITY;
        for (double order = 1.0 / 16; order <= 128; order *= 2) {
            double moment = 0;
            for (int i = 0; i < losses.size(); i++) {
                moment += rounds.get(i).steps() * losses.get(i).logMoment(logMasses.get(i), sign * order, grid);
            }
            best = Math.min(best, (moment - LOG_TAIL) / order);
        }
        return best;
    }

    private static int powerOfTwo(int atLeast) {
        return Integer.highestOneBit(Math.max(1, atLeast - 1)) << 1;
    }

    private static Composed compose(
            List<Rounds> rounds, List<PrivacyLossDistribution> losses, long origin, int length, double grid) {
        double[] real = new double[length];
        double[] imaginary = new double[length];
        long first = 0;
        double infinite = 2 * Math.exp(LOG_TAIL);
        for (int r = 0; r < losses.size(); r++) {
            PrivacyLossDistribution loss = losses.get(r);
            int steps = rounds.get(r).steps();
            double[] re = new double[length];
            double[] im = new double[length];
            for (int i = 0; i < loss.masses().length; i++) {
                re[i % length] += loss.masses()[i];
            }
            Fourier.transform(re, im, false);
            for (int i = 0; i < length; i++) {
                double[] power = power(re[i], im[i], steps);
                double a = r == 0 ? 1 : real[i];
                double b = r == 0 ? 0 : imaginary[i];
                real[i] = a * power[0] - b * power[1];
                imaginary[i] = a * power[1] + b * power[0];
            }
            first += steps * loss.first();
            infinite += steps * loss.infinite();
        }
        Fourier.transform(real, imaginary, true);
        // Index i of the transform holds the losses first + i, modulo its length; read them from the origin on.
        double[] masses = new double[length];
        for (int i = 0; i < length; i++) {
            masses[i] = Math.max(0, real[(int) Math.floorMod(origin + i - first, (long) length)]);
        }
        return new Composed(origin, masses, infinite, grid);
    }

    private static double[] power(double re, double im, int exponent) {
        double a = 1;
        double b = 0;
        double x = re;
        double y = im;
        for (int rest = exponent; rest > 0; rest >>= 1) {
            if ((rest & 1) == 1) {
                double t = a * x - b * y;
                b = a * y + b * x;
                a = t;
            }
            double t = x * x - y * y;
            y = 2 * x * y;
            x = t;
        }
        return new double[] {a, b};
    }

    /** The composed loss on its grid. */
    @SuppressWarnings("ArrayRecordComponent")
    private record Composed(long origin, double[] masses, double infinite, double grid) {

        double delta(double epsilon) {
            double delta = infinite;
            for (int i = masses.length - 1; i >= 0 && loss(i) > epsilon; i--) {
                delta += masses[i] * -Math.expm1(epsilon - loss(i));
            }
            return Math.min(1, delta);
        }

        /** Between two grid points delta is linear in e^epsilon, so the crossing is found without a search. */
        double epsilon(double delta) {
            if (infinite >= delta) {
                return Double.POSITIVE_INFINITY;
            }
            double mass = infinite;
            // The sum of masses times e^-loss, times e^(loss at i), so that great losses do not underflow.
            double weighted = 0;
            for (int i = masses.length - 1; i >= 0 && loss(i) > 0; i--) {
                mass += masses[i];
                weighted = weighted * Math.exp(-grid) + masses[i];
                double below = Math.max(0, loss(i - 1));
                if (mass - Math.exp(below - loss(i)) * weighted > delta) {
                    return loss(i) + Math.log((mass - delta) / weighted);
                }
            }
            return 0;
        }

        private double loss(int i) {
            return (origin + i) * grid;
        }
    }
}
