package org.firewarden.train.evaluate;

import java.util.ArrayList;
import java.util.List;

/** Whether probabilities come true as often as they say. */
public final class Calibration {

    private static final int BINS = 10;
    private static final int NEWTON_STEPS = 100;
    private static final double GREATEST_STEP = 0.25;

    private Calibration() {}

    /** The mean squared difference of probability and label (Brier 1950). */
    public static double brier(Scored scored) {
        double sum = 0;
        for (int i = 0; i < scored.rows(); i++) {
            double error = scored.probabilities()[i] - scored.labels()[i];
            sum += error * error;
        }
        return sum / scored.rows();
    }

    /** One point of the calibration curve: a tenth of the rows, by rising probability. */
    public record Point(double predicted, double observed, int n) {

        /** The point of both together. */
        Point with(Point other) {
            int both = n + other.n;
            return new Point(
                    (predicted * n + other.predicted * other.n) / both,
                    (observed * n + other.observed * other.n) / both,
                    both);
        }
    }

    /** The curve: mean probability and share of outcomes in tenths of the rows. */
    public static List<Point> curve(Scored scored) {
        int[] order = Discrimination.ascending(scored.probabilities());
        List<Point> points = new ArrayList<>();
        int bins = Math.min(BINS, order.length);
        for (int bin = 0; bin < bins; bin++) {
            int from = (int) ((long) bin * order.length / bins);
            int to = (int) ((long) (bin + 1) * order.length / bins);
            double predicted = 0;
            double observed = 0;
            for (int i = from; i < to; i++) {
                predicted += scored.probabilities()[order[i]];
                observed += scored.labels()[order[i]];
            }
            points.add(new Point(predicted / (to - from), observed / (to - from), to - from));
        }
        return points;
    }

    /** The expected calibration error: the mean distance of the curve's points from the diagonal, weighted by rows. */
    public static double expectedError(Scored scored) {
        double sum = 0;
        for (Point point : curve(scored)) {
            sum += point.n() * Math.abs(point.predicted() - point.observed());
        }
        return sum / scored.rows();
    }

    /**
     * The logistic regression of the outcome on the log-odds of the probability (Cox 1958): intercept 0 and slope 1 are
     * perfect; a slope below 1 means that probabilities are too extreme.
     */
    public record Line(double intercept, double slope) {}

    /** The line, by damped Newton steps: undamped ones diverge on scores that are far off. */
    public static Line line(Scored scored) {
        double a = 0;
        double b = 1;
        double[] logits = new double[scored.rows()];
        for (int i = 0; i < logits.length; i++) {
            logits[i] = logit(scored.probabilities()[i]);
        }
        for (int step = 0; step < NEWTON_STEPS; step++) {
            double ga = 0;
            double gb = 0;
            double haa = 1e-9;
            double hab = 0;
            double hbb = 1e-9;
            for (int i = 0; i < logits.length; i++) {
                double p = 1 / (1 + Math.exp(-(a + b * logits[i])));
                double error = p - scored.labels()[i];
                double weight = p * (1 - p);
                ga += error;
                gb += error * logits[i];
                haa += weight;
                hab += weight * logits[i];
                hbb += weight * logits[i] * logits[i];
            }
            double determinant = haa * hbb - hab * hab;
            double da = (hbb * ga - hab * gb) / determinant;
            double db = (haa * gb - hab * ga) / determinant;
            double length = Math.max(Math.abs(da), Math.abs(db));
            if (!Double.isFinite(length)) {
                return new Line(Double.NaN, Double.NaN);
            }
            double damping = length > GREATEST_STEP ? GREATEST_STEP / length : 1;
            a -= damping * da;
            b -= damping * db;
            if (length < 1e-9) {
                break;
            }
        }
        return new Line(a, b);
    }

    /** The log-odds of a probability, which is kept off 0 and 1. */
    public static double logit(double probability) {
        double p = Math.min(1 - 1e-12, Math.max(1e-12, probability));
        return Math.log(p / (1 - p));
    }
}
