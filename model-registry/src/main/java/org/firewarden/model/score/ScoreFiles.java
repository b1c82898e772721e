package org.firewarden.model.score;

import static org.firewarden.model.score.ScoreGraph.atLeast;
import static org.firewarden.model.score.ScoreGraph.beyond;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/** The scores that are shipped, as ONNX files, by the name of their generator. */
public final class ScoreFiles {

    private static final Map<String, Function<List<String>, byte[]>> GENERATORS = Map.of(
            "ckd-epi-2021", ScoreFiles::ckdEpi2021,
            "news2", ScoreFiles::news2,
            "lace", ScoreFiles::lace,
            "hospital", ScoreFiles::hospital,
            "pce-2013", PooledCohortGraph::toFile);

    private ScoreFiles() {}

    /** Whether there is a generator of that name. */
    public static boolean has(String generator) {
        return GENERATORS.containsKey(generator);
    }

    /**
     * The file.
     *
     * @param columns the names of the inputs, in the order of the columns; each generator knows its own by name
     */
    public static byte[] make(String generator, List<String> columns) {
        Function<List<String>, byte[]> make = GENERATORS.get(generator);
        if (make == null) {
            throw new IllegalArgumentException("there is no generator " + generator);
        }
        return make.apply(columns);
    }

    static SortedMap<String, String> metadata(String model, String citation) {
        SortedMap<String, String> metadata = new TreeMap<>();
        metadata.put("model", model);
        metadata.put("citation", citation);
        return metadata;
    }

    /**
     * CKD-EPI 2021 creatinine equation (Inker et al. 2021, doi 10.1056/NEJMoa2102953): 142 min(Scr/k,1)^a max(Scr/k,1)^-1.200
     * 0.9938^age (1.012 if female); k 0.7 or 0.9, a -0.241 or -0.302, for women and men.
     */
    private static byte[] ckdEpi2021(List<String> columns) {
        ScoreGraph graph = new ScoreGraph("ckd-epi-2021", columns);
        String ratio = graph.over("creatinine", graph.choice("sex", graph.number(0.7), graph.number(0.9)));
        String exponent = graph.choice("sex", graph.number(-0.241), graph.number(-0.302));
        String one = graph.number(1);
        String below = graph.power(graph.smaller(ratio, one), exponent);
        String over = graph.power(graph.greater(ratio, one), graph.number(-1.2));
        String age = graph.power(graph.number(0.9938), "age");
        String sex = graph.plus(one, graph.times("sex", graph.number(0.012)));
        String egfr = graph.times(graph.times(graph.times(graph.number(142), below), over), graph.times(age, sex));
        return graph.toFile(metadata("ckd-epi-2021", "https://doi.org/10.1056/NEJMoa2102953"), egfr);
    }

    /**
     * National Early Warning Score 2 (Royal College of Physicians 2017), both SpO2 scales. A value between two bands counts as the
     * worse one; temperatures are rounded to one decimal first, as thermometers show them.
     */
    private static byte[] news2(List<String> columns) {
        ScoreGraph graph = new ScoreGraph("news2", columns);
        String respiration =
                graph.bands("respiratory_rate", 3, atLeast(9, -2), atLeast(12, -1), beyond(20, 2), beyond(24, 1));
        String scale1 = graph.bands("oxygen_saturation", 3, atLeast(92, -1), atLeast(94, -1), atLeast(96, -1));
        String tooMuch = graph.bands("oxygen_saturation", 0, beyond(92, 1), beyond(94, 1), beyond(96, 1));
        String scale2 = graph.plus(
                graph.bands("oxygen_saturation", 3, atLeast(84, -1), atLeast(86, -1), atLeast(88, -1)),
                graph.times("supplemental_oxygen", tooMuch));
        String saturation = graph.choice("spo2_scale_2", scale2, scale1);
        String air = graph.times("supplemental_oxygen", graph.number(2));
        String pressure = graph.bands(
                "systolic_blood_pressure", 3, atLeast(91, -1), atLeast(101, -1), atLeast(111, -1), beyond(219, 3));
        String pulse = graph.bands(
                "pulse", 3, atLeast(41, -2), atLeast(51, -1), beyond(90, 1), beyond(110, 1), beyond(130, 1));
        String consciousness = graph.times("not_alert", graph.number(3));
        String tenths = graph.floor(graph.plus(graph.times("temperature", graph.number(10)), graph.number(0.5)));
        String temperature = graph.bands(tenths, 3, atLeast(351, -2), atLeast(361, -1), beyond(380, 1), beyond(390, 1));
        String total = graph.plus(respiration, saturation, air, pressure, pulse, consciousness, temperature);
        String highest = respiration;
        for (String points : List.of(saturation, air, pressure, pulse, consciousness, temperature)) {
            highest = graph.greater(highest, points);
        }
        return graph.toFile(
                metadata("news2", "https://www.rcp.ac.uk/improving-care/resources/national-early-warning-score-news-2"),
                total,
                highest);
    }

    /** LACE index (van Walraven et al. 2010, doi 10.1503/cmaj.091117), with the Charlson weights that are tabled with it. */
    private static byte[] lace(List<String> columns) {
        ScoreGraph graph = new ScoreGraph("lace", columns);
        String stay = graph.bands(
                "length_of_stay",
                0,
                atLeast(1, 1),
                atLeast(2, 1),
                atLeast(3, 1),
                atLeast(4, 1),
                atLeast(7, 1),
                atLeast(14, 2));
        String acute = graph.times("emergency_admission", graph.number(3));
        String comorbidity =
                graph.bands(charlson(graph), 0, atLeast(1, 1), atLeast(2, 1), atLeast(3, 1), atLeast(4, 2));
        String visits = graph.smaller("emergency_visits", graph.number(4));
        return graph.toFile(
                metadata("lace", "https://doi.org/10.1503/cmaj.091117"), graph.plus(stay, acute, comorbidity, visits));
    }

    /** Of two grades of one disease the worse counts. */
    private static String charlson(ScoreGraph graph) {
        String sum = graph.number(0);
        for (String disease :
                List.of("myocardial_infarction", "cerebrovascular_disease", "peripheral_vascular_disease")) {
            sum = graph.plus(sum, disease);
        }
        sum = graph.plus(
                sum, graph.choice("diabetes_with_damage", weighted(graph, "diabetes_with_damage", 2), "diabetes"));
        for (String disease : List.of("heart_failure", "chronic_pulmonary_disease")) {
            sum = graph.plus(sum, weighted(graph, disease, 2));
        }
        sum = graph.plus(
                sum,
                graph.choice(
                        "severe_liver_or_renal_disease",
                        weighted(graph, "severe_liver_or_renal_disease", 4),
                        weighted(graph, "mild_liver_or_renal_disease", 2)),
                graph.choice(
                        "metastatic_tumour", weighted(graph, "metastatic_tumour", 6), weighted(graph, "tumour", 2)));
        return graph.plus(
                sum,
                weighted(graph, "dementia", 3),
                weighted(graph, "connective_tissue_disease", 3),
                weighted(graph, "aids", 4));
    }

    private static String weighted(ScoreGraph graph, String disease, double weight) {
        return graph.times(disease, graph.number(weight));
    }

    /** HOSPITAL score in the bands of its international validation (Donze et al. 2016, doi 10.1001/jamainternmed.2015.8462). */
    private static byte[] hospital(List<String> columns) {
        ScoreGraph graph = new ScoreGraph("hospital", columns);
        return graph.toFile(
                metadata("hospital", "https://doi.org/10.1001/jamainternmed.2015.8462"),
                graph.plus(
                        graph.bands("haemoglobin", 1, atLeast(12, -1)),
                        graph.times("oncology_service", graph.number(2)),
                        graph.bands("sodium", 1, atLeast(135, -1)),
                        "procedure",
                        "emergency_admission",
                        graph.bands("admissions_last_year", 0, atLeast(2, 2), beyond(5, 3)),
                        graph.bands("length_of_stay", 0, atLeast(5, 2))));
    }
}
