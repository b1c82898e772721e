package org.firewarden.model.score;

import java.util.ArrayList;
import java.util.List;

/**
 * The Pooled Cohort Equations (Goff et al. 2013, doi 10.1161/01.cir.0000437741.48606.98): 10-year risk of a first hard event of
 * atherosclerotic cardiovascular disease, 1 - S0^exp(sum - mean), with the means to four decimals as they were published later.
 */
final class PooledCohortGraph {

    /** ln age, its square, ln TC, age TC, ln HDL, age HDL, treated SBP, age of it, untreated, age of it, smoker, age, diabetes. */
    private static final double[] BLACK_WOMEN = {
        17.114, 0, 0.940, 0, -18.920, 4.475, 29.291, -6.432, 27.820, -6.087, 0.691, 0, 0.874
    };

    private static final double[] WHITE_WOMEN = {
        -29.799, 4.884, 13.540, -3.114, -13.578, 3.149, 2.019, 0, 1.957, 0, 7.574, -1.665, 0.661
    };

    private static final double[] BLACK_MEN = {2.469, 0, 0.302, 0, -0.307, 0, 1.916, 0, 1.809, 0, 0.549, 0, 0.645};

    private static final double[] WHITE_MEN = {
        12.344, 0, 11.853, -2.664, -7.990, 1.769, 1.797, 0, 1.764, 0, 7.837, -1.795, 0.658
    };

    private final ScoreGraph graph;

    private PooledCohortGraph(List<String> columns) {
        this.graph = new ScoreGraph("pce-2013", columns);
    }

    static byte[] toFile(List<String> columns) {
        PooledCohortGraph pooled = new PooledCohortGraph(columns);
        ScoreGraph graph = pooled.graph;
        List<String> terms = pooled.terms();
        String women = graph.choice(
                "black",
                pooled.risk(terms, BLACK_WOMEN, 86.6081, 0.9533),
                pooled.risk(terms, WHITE_WOMEN, -29.1817, 0.9665));
        String men = graph.choice(
                "black",
                pooled.risk(terms, BLACK_MEN, 19.5425, 0.8954),
                pooled.risk(terms, WHITE_MEN, 61.1816, 0.9144));
        return graph.toFile(
                ScoreFiles.metadata("pce-2013", "https://doi.org/10.1161/01.cir.0000437741.48606.98"),
                graph.choice("sex", women, men));
    }

    private List<String> terms() {
        String age = graph.ln("age");
        String total = graph.ln("total_cholesterol");
        String hdl = graph.ln("hdl_cholesterol");
        String treated = graph.times(graph.ln("systolic_blood_pressure"), "antihypertensive_use");
        String untreated = graph.times(graph.ln("systolic_blood_pressure"), graph.not("antihypertensive_use"));
        List<String> terms = new ArrayList<>();
        terms.add(age);
        terms.add(graph.times(age, age));
        for (String term : List.of(total, hdl, treated, untreated, "current_smoking")) {
            terms.add(term);
            terms.add(graph.times(age, term));
        }
        terms.add("diabetes");
        return terms;
    }

    private String risk(List<String> terms, double[] coefficients, double mean, double survival) {
        String sum = graph.number(-mean);
        for (int i = 0; i < coefficients.length; i++) {
            if (coefficients[i] != 0) {
                sum = graph.plus(sum, graph.times(terms.get(i), graph.number(coefficients[i])));
            }
        }
        return graph.minus(graph.number(1), graph.power(graph.number(survival), graph.exp(sum)));
    }
}
