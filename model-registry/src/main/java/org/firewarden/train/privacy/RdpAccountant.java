package org.firewarden.train.privacy;

import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * Renyi differential privacy of the sampled Gaussian mechanism (Mironov, Talwar, Zhang 2019, arXiv 1908.10530), minimised
 * over orders.
 */
public final class RdpAccountant implements Accountant {

    private final double[] orders;
    private final RdpConversion conversion;
    private final FractionalSeries series;

    /**
     * Begins.
     *
     * @param orders each greater than 1
     */
    public RdpAccountant(double[] orders, RdpConversion conversion, FractionalSeries series) {
        this.orders = orders.clone();
        this.conversion = conversion;
        this.series = series;
        if (orders.length == 0 || Arrays.stream(orders).anyMatch(order -> !(order > 1))) {
            throw new IllegalArgumentException("each order is greater than 1");
        }
    }

    /** The orders of Opacus (1.1 to 10.9, then 12 to 63) and 128, 256, 512, 1024; the present conversion. */
    public static RdpAccountant standard() {
        double[] orders = DoubleStream.concat(Arrays.stream(opacusOrders()), DoubleStream.of(128, 256, 512, 1024))
                .toArray();
        return new RdpAccountant(orders, RdpConversion.BALLE_2020, FractionalSeries.SIGNED);
    }

    /** The default orders of Opacus. */
    static double[] opacusOrders() {
        return DoubleStream.concat(
                        IntStream.range(1, 100).mapToDouble(i -> 1 + i / 10.0),
                        IntStream.range(12, 64).mapToDouble(i -> i))
                .toArray();
    }

    @Override
    public String name() {
        return "rdp";
    }

    @Override
    public String conversion() {
        return conversion.code();
    }

    @Override
    public double epsilon(List<Rounds> rounds, double delta) {
        return best(rounds, delta).epsilon();
    }

    /** The least epsilon with the order that gives it. */
    Best best(List<Rounds> rounds, double delta) {
        Accountant.check(delta);
        Best best = new Best(Double.POSITIVE_INFINITY, Double.NaN);
        for (double order : orders) {
            double loss = 0;
            for (Rounds some : rounds) {
                loss += some.steps() * RenyiDivergence.of(some.mechanism(), order, series);
            }
            double epsilon = Math.max(0, conversion.epsilon(order, loss, delta));
            if (epsilon < best.epsilon()) {
                best = new Best(epsilon, order);
            }
        }
        return best;
    }

    /** An epsilon and the order at which it is reached. */
    record Best(double epsilon, double order) {}
}
