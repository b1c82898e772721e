package org.firewarden.train.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.firewarden.problem.Problem;
import org.firewarden.train.cohort.Cohort;
import org.firewarden.train.cohort.FeatureEncoding;
import org.firewarden.train.evaluate.Discrimination;
import org.firewarden.train.graph.Examples;

/** What must hold of a cohort before anything is learnt from it. */
final class CohortChecks {

    /** A feature that ranks the outcome like this by itself is the outcome in disguise. */
    static final double LEAK = 0.98;

    private static final int LEAST_PATIENTS = 100;
    private static final int LEAST_OUTCOMES = 20;

    private CohortChecks() {}

    /** Everything that speaks against training; empty if nothing does. */
    static List<Problem> of(Cohort cohort, FeatureEncoding encoding) {
        List<Problem> problems = new ArrayList<>();
        if (cohort.rows() == 0) {
            problems.add(Problem.invalid(
                    "target-missing",
                    "no index event of the target '" + cohort.target().id()
                            + "' has a label and all required features"));
            return problems;
        }
        int positives = cohort.positives();
        if (positives == 0 || positives == cohort.rows()) {
            problems.add(Problem.invalid("target-constant", "the target has one value throughout"));
            return problems;
        }
        if (cohort.patients() < LEAST_PATIENTS || Math.min(positives, cohort.rows() - positives) < LEAST_OUTCOMES) {
            problems.add(Problem.invalid(
                    "too-few-patients",
                    String.format(
                            Locale.ROOT,
                            "training takes at least %d patients and %d events with and without the outcome",
                            LEAST_PATIENTS,
                            LEAST_OUTCOMES)));
        }
        Examples examples = cohort.encode(encoding);
        double[] column = new double[examples.rows()];
        List<String> leaking = new ArrayList<>();
        for (int c = 0; c < examples.columns(); c++) {
            for (int row = 0; row < column.length; row++) {
                column[row] = examples.features()[row * examples.columns() + c];
            }
            double auroc = Discrimination.auroc(column, examples.labels());
            if (Math.max(auroc, 1 - auroc) >= LEAK && !leaking.contains(encoding.featureOf(c))) {
                leaking.add(encoding.featureOf(c));
            }
        }
        leaking.forEach(feature -> problems.add(Problem.invalid(
                "feature-leaks-target", "the feature '" + feature + "' tells the target almost by itself")));
        return problems;
    }
}
