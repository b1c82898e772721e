package org.firewarden.model.prevent;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.firewarden.model.onnx.OnnxGraph;

/**
 * One PREVENT model as a graph.
 *
 * <p>Input {@code x}, float64 {@code [N, columns]}, columns in the order of {@link #inputs}: sex (1 female, 0 male), age in years,
 * total and HDL cholesterol in mg/dL, systolic blood pressure in mmHg, body mass index in kg/m2, eGFR in mL/min/1.73 m2, then
 * 1 or 0 for diabetes, current smoking, antihypertensive and statin treatment; then what the model adds: albumin to creatinine
 * ratio in mg/g, HbA1c in %, decile of the social deprivation index, each -1 if not known. Output {@code risk}, float64
 * {@code [N, 5]}: probabilities in the order of {@link PreventCoefficients#OUTCOMES}.
 *
 * <p>Terms and their scaling: Khan et al. 2023, supplement. risk = 1 / (1 + exp(-(constant + sum of coefficient
 * times term))), with the coefficients of women or of men. The graph checks no range: that is its caller's duty.
 */
final class PreventGraph {

    private static final String ACR = "albumin_creatinine_ratio";
    private static final String HBA1C = "hba1c";
    private static final String SDI = "sdi_decile";

    private static final List<String> BASE = List.of(
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

    private static final Map<String, List<String>> ADDED = Map.of(
            "base", List.of(),
            "acr", List.of(ACR),
            "hba1c", List.of(HBA1C),
            "sdi", List.of(SDI),
            "full", List.of(ACR, HBA1C, SDI));

    private static final double MMOL_L_PER_MG_DL = 0.02586;

    private static final int DOUBLE = 11;

    private final List<String> inputs;
    private final OnnxGraph graph;
    private final Map<String, String> terms = new LinkedHashMap<>();
    private int values;

    private PreventGraph(String variant) {
        this.inputs = inputs(variant);
        this.graph = new OnnxGraph("prevent-" + variant);
    }

    /** The columns of the input of a variant: {@code base}, {@code acr}, {@code hba1c}, {@code sdi} or {@code full}. */
    static List<String> inputs(String variant) {
        List<String> added = ADDED.get(variant);
        if (added == null) {
            throw new IllegalArgumentException("there is no PREVENT model " + variant);
        }
        return Stream.concat(BASE.stream(), added.stream()).toList();
    }

    /** The ONNX file. The same coefficients and metadata give the same bytes. */
    static byte[] toFile(String variant, PreventCoefficients coefficients, SortedMap<String, String> metadata) {
        PreventGraph prevent = new PreventGraph(variant);
        prevent.build(coefficients);
        return prevent.graph.toFile(metadata);
    }

    private void build(PreventCoefficients coefficients) {
        graph.input("x", inputs.size());
        inputs.forEach(this::column);
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
        graph.node(name, "Gather", Map.of("axis", 1), "x", graph.index("column_of_" + name, inputs.indexOf(name)));
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
        terms.put("age_per_10_years_squared", product(age, age));
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
        declareAddedTerms();
    }

    /** What is not known adds its 'missing' term and nothing else. */
    private void declareAddedTerms() {
        if (inputs.contains(ACR)) {
            String missing = isMissing(ACR);
            String positive = clipped("Max", ACR, 0.1);
            terms.put("miss_ln_acr", missing);
            terms.put("ln_acr", product(graph.node(fresh(), "Log", positive), not(missing)));
        }
        if (inputs.contains(HBA1C)) {
            String missing = isMissing(HBA1C);
            String difference = product(scaled(HBA1C, 5.3, 1), not(missing));
            terms.put("miss_hba1c", missing);
            terms.put("hba1c_minus_5.3_x_diabetes", product(difference, "diabetes"));
            terms.put("hba1c_minus_5.3_x_1_minus_diabetes", product(difference, not("diabetes")));
        }
        if (inputs.contains(SDI)) {
            String most = truth("GreaterOrEqual", SDI, 7);
            terms.put("miss_sdi", isMissing(SDI));
            terms.put("sdi_decile_between_7_and_10", most);
            terms.put("sdi_decile_between_4_and_6", graph.node(fresh(), "Sub", truth("GreaterOrEqual", SDI, 4), most));
        }
    }

    private String isMissing(String value) {
        return truth("Less", value, 0);
    }

    private String truth(String operator, String value, double bound) {
        String truth = graph.node(fresh(), operator, value, graph.scalar(fresh(), bound));
        return graph.node(fresh(), "Cast", Map.of("to", DOUBLE), truth);
    }

    private String not(String value) {
        return graph.node(fresh(), "Sub", graph.scalar(fresh(), 1), value);
    }

    private String term(String name) {
        String value = terms.get(name);
        if (value == null) {
            throw new IllegalArgumentException("this model has no term " + name);
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
