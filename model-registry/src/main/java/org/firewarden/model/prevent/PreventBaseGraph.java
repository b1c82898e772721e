package org.firewarden.model.prevent;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.firewarden.model.onnx.OnnxGraph;

/**
 * The PREVENT base model as a graph.
 *
 * <p>Input {@code x}, float64 {@code [N, 11]}, columns in the order of {@link #INPUTS}: sex (1 female, 0 male), age in years,
 * total and HDL cholesterol in mg/dL, systolic blood pressure in mmHg, body mass index in kg/m2, eGFR in mL/min/1.73 m2, then
 * 1 or 0 for diabetes, current smoking, antihypertensive and statin treatment. Output {@code risk}, float64 {@code [N, 5]}:
 * probabilities in the order of {@link PreventCoefficients#OUTCOMES}.
 *
 * <p>Terms and their scaling: Khan et al. 2023, supplement. risk = 1 / (1 + exp(-(constant + sum of coefficient
 * times term))), with the coefficients of women or of men. The graph checks no range: that is its caller's duty.
 */
final class PreventBaseGraph {

    /** The columns of the input. */
    static final List<String> INPUTS = List.of(
            "sex",
            "age",
            "total_cholesterol",
            "hdl_cholesterol",
            "systolic_blood_pressure",
            "body_mass_index",
            "egfr",
            "diabetes",
            "current_smoking",
            "antihypertensive_use",
            "statin_use");

    private static final double MMOL_L_PER_MG_DL = 0.02586;

    private final OnnxGraph graph = new OnnxGraph("prevent-base");
    private final Map<String, String> terms = new LinkedHashMap<>();
    private int values;

    private PreventBaseGraph() {}

    /** The ONNX file. The same coefficients and metadata give the same bytes. */
    static byte[] toFile(PreventCoefficients coefficients, SortedMap<String, String> metadata) {
        PreventBaseGraph base = new PreventBaseGraph();
        base.build(coefficients);
        return base.graph.toFile(metadata);
    }

    private void build(PreventCoefficients coefficients) {
        graph.input("x", INPUTS.size());
        INPUTS.forEach(this::column);
        declareTerms();
        List<String> used = coefficients.termsInUse();
        String[] columns = used.stream().map(this::term).toArray(String[]::new);
        String matrix = graph.node("terms", "Concat", Map.of("axis", 1), columns);
        String women = logit(matrix, coefficients, used, "women");
        String men = logit(matrix, coefficients, used, "men");
        String isFemale = graph.node("is_female", "Greater", "sex", graph.scalar("half", 0.5));
        String logit = graph.node("logit", "Where", isFemale, women, men);
        String odds = graph.node("inverse_odds", "Exp", graph.node("negative_logit", "Neg", logit));
        String one = graph.scalar("one", 1);
        graph.node("risk", "Div", one, graph.node("denominator", "Add", one, odds));
        graph.output("risk", PreventCoefficients.OUTCOMES.size());
    }

    private void column(String name) {
        graph.node(name, "Gather", Map.of("axis", 1), "x", graph.index("column_of_" + name, INPUTS.indexOf(name)));
    }

    private void declareTerms() {
        String age = scaled("age", 55, 10);
        String nonHdlMgDl = graph.node("non_hdl_mg_dl", "Sub", "total_cholesterol", "hdl_cholesterol");
        String nonHdl = scaled(times(nonHdlMgDl, MMOL_L_PER_MG_DL), 3.5, 1);
        String hdl = scaled(times("hdl_cholesterol", MMOL_L_PER_MG_DL), 1.3, 0.3);
        String sbpBelow = scaled(clipped("Min", "systolic_blood_pressure", 110), 110, 20);
        String sbpAbove = scaled(clipped("Max", "systolic_blood_pressure", 110), 130, 20);
        String bmiBelow = scaled(clipped("Min", "body_mass_index", 30), 25, 5);
        String bmiAbove = scaled(clipped("Max", "body_mass_index", 30), 30, 5);
        String egfrBelow = scaled(clipped("Min", "egfr", 60), 60, -15);
        String egfrAbove = scaled(clipped("Max", "egfr", 60), 90, -15);

        terms.put("age_per_10_years", age);
        terms.put("non_hdl_c_per_1_mmol_l", nonHdl);
        terms.put("hdl_c_per_0.3_mmol_l", hdl);
        terms.put("sbp_lt110_per_20_mmhg", sbpBelow);
        terms.put("sbp_gteq110_per_20_mmhg", sbpAbove);
        terms.put("diabetes", "diabetes");
        terms.put("current_smoking", "current_smoking");
        terms.put("bmi_lt30_per_5_kg_m2", bmiBelow);
        terms.put("bmi_gt30_per_5_kg_m2", bmiAbove);
        terms.put("egfr_lt60_per_15_ml", egfrBelow);
        terms.put("egfr_gteq60_per_15_ml", egfrAbove);
        terms.put("anti_hypertensive_use", "antihypertensive_use");
        terms.put("statin_use", "statin_use");
        terms.put("treated_sbp_gteq110_mm_hg_per_20_mm_hg", product(sbpAbove, "antihypertensive_use"));
        terms.put("treated_non_hdl_c", product(nonHdl, "statin_use"));
        terms.put("age_per_10yr_x_non_hdl_c_per_1_mmol_l", product(age, nonHdl));
        terms.put("age_per_10yr_x_hdl_c_per_0.3_mml_l", product(age, hdl));
        terms.put("age_per_10yr_x_sbp_gteq110_mm_hg_per_20_mmhg", product(age, sbpAbove));
        terms.put("age_per_10yr_x_diabetes", product(age, "diabetes"));
        terms.put("age_per_10yr_x_current_smoking", product(age, "current_smoking"));
        terms.put("age_per_10yr_x_bmi_gteq30_per_5_kg_m2", product(age, bmiAbove));
        terms.put("age_per_10yr_x_egfr_lt60_per_15_ml", product(age, egfrBelow));
    }

    private String term(String name) {
        String value = terms.get(name);
        if (value == null) {
            throw new IllegalArgumentException("the base model has no term " + name);
        }
        return value;
    }

    private String logit(String matrix, PreventCoefficients coefficients, List<String> used, String sex) {
        double[][] weights = new double[used.size()][];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = row(coefficients, used.get(i), sex);
        }
        String product = graph.node(sex + "_sum", "MatMul", matrix, graph.matrix(sex + "_coefficients", weights));
        String constants = graph.vector(sex + "_constants", row(coefficients, PreventCoefficients.CONSTANT, sex));
        return graph.node(sex + "_logit", "Add", product, constants);
    }

    private static double[] row(PreventCoefficients coefficients, String term, String sex) {
        return PreventCoefficients.OUTCOMES.stream()
                .mapToDouble(outcome -> coefficients.of(term, sex, outcome))
                .toArray();
    }

    /** (value - centre) / unit. */
    private String scaled(String value, double centre, double unit) {
        String centred = graph.node(fresh(), "Sub", value, graph.scalar(fresh(), centre));
        return graph.node(fresh(), "Div", centred, graph.scalar(fresh(), unit));
    }

    private String times(String value, double factor) {
        return graph.node(fresh(), "Mul", value, graph.scalar(fresh(), factor));
    }

    private String clipped(String operator, String value, double bound) {
        return graph.node(fresh(), operator, value, graph.scalar(fresh(), bound));
    }

    private String product(String left, String right) {
        return graph.node(fresh(), "Mul", left, right);
    }

    private String fresh() {
        return "v" + values++;
    }
}
