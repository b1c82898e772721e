package org.firewarden.model.prevent;

import java.util.HashMap;
import java.util.Map;
import org.firewarden.model.yaml.ShippedFile;

/**
 * The PREVENT base equations once more, straight from the table of coefficients and the formulas in print, sharing nothing
 * with the graph but the table.
 */
final class PreventOracle {

    private final Map<String, Double> coefficients = new HashMap<>();

    PreventOracle() {
        ShippedFile.text("prevent/coefficients.tsv")
                .lines()
                .filter(line -> line.startsWith("base_10\t"))
                .map(line -> line.split("\t", -1))
                .forEach(columns -> coefficients.put(columns[1] + "/" + columns[2], Double.valueOf(columns[3])));
    }

    double risk(String outcome, double[] x) {
        String column = (x[0] == 1 ? "women_" : "men_") + outcome;
        double a = (x[1] - 55) / 10;
        double n = (x[2] - x[3]) * 0.02586 - 3.5;
        double h = (x[3] * 0.02586 - 1.3) / 0.3;
        double sLow = (Math.min(x[4], 110) - 110) / 20;
        double s = (Math.max(x[4], 110) - 130) / 20;
        double bLow = (Math.min(x[5], 30) - 25) / 5;
        double m = (Math.max(x[5], 30) - 30) / 5;
        double e = (Math.min(x[6], 60) - 60) / -15;
        double eHigh = (Math.max(x[6], 60) - 90) / -15;
        double dm = x[7];
        double smk = x[8];
        double bp = x[9];
        double st = x[10];
        double sum = c("const", column)
                + c("coef_age_per_10_years", column) * a
                + c("coef_age_per_10_years_squared", column) * a * a
                + c("coef_non_hdl_c_per_1_mmol_l", column) * n
                + c("coef_hdl_c_per_0.3_mmol_l", column) * h
                + c("coef_sbp_lt110_per_20_mmhg", column) * sLow
                + c("coef_sbp_gteq110_per_20_mmhg", column) * s
                + c("coef_diabetes", column) * dm
                + c("coef_current_smoking", column) * smk
                + c("coef_bmi_lt30_per_5_kg_m2", column) * bLow
                + c("coef_bmi_gt30_per_5_kg_m2", column) * m
                + c("coef_egfr_lt60_per_15_ml", column) * e
                + c("coef_egfr_gteq60_per_15_ml", column) * eHigh
                + c("coef_anti_hypertensive_use", column) * bp
                + c("coef_statin_use", column) * st
                + c("coef_treated_sbp_gteq110_mm_hg_per_20_mm_hg", column) * s * bp
                + c("coef_treated_non_hdl_c", column) * n * st
                + c("coef_age_per_10yr_x_non_hdl_c_per_1_mmol_l", column) * a * n
                + c("coef_age_per_10yr_x_hdl_c_per_0.3_mml_l", column) * a * h
                + c("coef_age_per_10yr_x_sbp_gteq110_mm_hg_per_20_mmhg", column) * a * s
                + c("coef_age_per_10yr_x_diabetes", column) * a * dm
                + c("coef_age_per_10yr_x_current_smoking", column) * a * smk
                + c("coef_age_per_10yr_x_bmi_gteq30_per_5_kg_m2", column) * a * m
                + c("coef_age_per_10yr_x_egfr_lt60_per_15_ml", column) * a * e;
        return 1 / (1 + Math.exp(-sum));
    }

    private double c(String term, String column) {
        Double value = coefficients.get(term + "/" + column);
        if (value == null) {
            throw new IllegalStateException("no " + term + " for " + column);
        }
        return value;
    }
}
