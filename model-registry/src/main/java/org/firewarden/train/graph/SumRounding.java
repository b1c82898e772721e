package org.firewarden.train.graph;

/**
 * How far the float32 sum of clipped gradients can be from the true one, whatever the order in which it is added up. Let u be 2^-24 and
 * g(k) = k u / (1 - k u); a sum of k products is off by at most g(k) times the sum of their absolute values, in any order and with or
 * without fused operations (Higham 2002, Accuracy and Stability of Numerical Algorithms, 3.1).
 *
 * <ul>
 *   <li>The norm of a patient is computed from at most w terms. Where products may cancel it is taken for no less than a half of the
 *       sum T of the norms of the rows, so its square is off by at most 4 g(w) of itself, and a clipped gradient is at most
 *       {@link #longest} long.
 *   <li>Rows are summed in float32 in chunks of k, and chunks in float64. A chunk is off by at most g(k + 1) times the sum of the
 *       scaled T, each at most twice {@link #longest}. Over all patients that is {@link #error}; the float64 part is
 *       less than a part in 2^8 of it.
 * </ul>
 *
 * With one patient more or less the computed sum changes by at most {@code longest + 2 error}. What is taken for granted: a row's signals
 * are the same bits wherever it lies among rows whose number is a multiple of {@link #ROWS}.
 *
 * @param longest the norm of one patient's clipped gradient, at most
 * @param chunk how many rows are added in float32
 * @param error the norm by which the computed sum is off, at most
 */
record SumRounding(double longest, int chunk, double error) {

    /** Rows are filled up to a multiple of this, so that no vector instruction meets a remainder. */
    static final int ROWS = 64;

    /** How many times the norm of a patient the norms of the rows may be together before it is clipped as if it were longer. */
    static final int CANCELLING = 2;

    private static final double UNIT = 0x1.0p-24;
    private static final double WANTED = 0x1.0p-6;
    private static final int LEAST_CHUNK = 8;

    /**
     * The bound for a step.
     *
     * @param clip the clipping norm
     * @param patients how many take part, at most
     */
    static SumRounding of(StepDesign design, double clip, int patients) {
        int terms = design.shape().layers().stream()
                .mapToInt(layer -> layer.inputs()
                        + layer.outputs()
                        + (design.shape() instanceof GruShape ? layer.inputs() * layer.outputs() : 0))
                .max()
                .orElseThrow();
        terms += design.rowsPerPatient() * design.rowsPerPatient()
                + design.shape().layers().size()
                + 16;
        double longest = clip * (1 + 4 * gamma(terms));
        int chunk = ROWS;
        while (chunk > LEAST_CHUNK && 2 * error(longest, chunk, patients) > WANTED * clip) {
            chunk /= 2;
        }
        return new SumRounding(longest, chunk, error(longest, chunk, patients));
    }

    private static double error(double longest, int chunk, int patients) {
        return gamma(chunk + 1) * CANCELLING * longest * patients * (1 + 0x1.0p-8);
    }

    private static double gamma(int terms) {
        return terms * UNIT / (1 - terms * UNIT);
    }
}
