package org.firewarden.model.shipped;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import org.firewarden.model.prevent.PreventFiles;
import org.firewarden.model.yaml.ShippedFile;

/**
 * One of the ten PREVENT models: what it adds to the base model, and for how many years.
 *
 * @param variant {@code base}, {@code acr}, {@code hba1c}, {@code sdi} or {@code full}
 */
record PreventVariant(String variant, int years) {

    static final List<PreventVariant> ALL = List.of("base", "acr", "hba1c", "sdi", "full").stream()
            .flatMap(variant -> List.of(10, 30).stream().map(years -> new PreventVariant(variant, years)))
            .toList();

    private static final Map<String, String> TITLES = Map.of(
            "base", "base model",
            "acr", "model with albuminuria",
            "hba1c", "model with HbA1c",
            "sdi", "model with social deprivation",
            "full", "full model");

    private static final Map<String, String> ADDED = Map.of(
            "base", "Albuminuria, HbA1c and social deprivation, which other PREVENT models use, do not enter.",
            "acr", "Reads the albumin to creatinine ratio, too: 0.1 to 25,000 mg/g, latest in 2 years.",
            "hba1c", "Reads HbA1c, too: 4.5 to 15 %, latest in 2 years.",
            "sdi", "Reads the decile of the social deprivation index, too, which a site must record itself.",
            "full",
                    "Reads albumin to creatinine ratio, HbA1c and the decile of the social deprivation index, too; each may be"
                            + " unknown, and the equation then uses its term for 'missing'.");

    /** For 30 years the publication's own tools warn above the age of 59. */
    private static final int OLDEST_AT_30_YEARS = 59;

    private static final int OLDEST = 79;
    private static final int BASE_INPUTS = 11;
    private static final List<Integer> BASELINE = List.of(0, 50, 180, 55, 110, 24, 95, 0, 0, 0, 0);

    private String name() {
        return "prevent-" + variant + "-" + years + "y";
    }

    /** The text of its file, to be parsed and completed. */
    String yaml() {
        return ShippedFile.text("models/prevent.yaml")
                .replace("@name@", name())
                .replace("@years@", String.valueOf(years))
                .replace("@oldest@", String.valueOf(oldest()))
                .replace("@title@", text(TITLES))
                .replace("@added@", text(ADDED));
    }

    /** Adds what is computed to the parsed file. */
    ObjectNode complete(ObjectNode model) {
        List<String> inputs = PreventFiles.inputs(name());
        inputs.forEach(model.putArray("inputs")::add);
        ArrayNode ranges = ((ObjectNode) model.path("applicability")).putArray("ranges");
        range(ranges, "age", 30).put("maximum", oldest());
        range(ranges, "total_cholesterol", 130).put("maximum", 320);
        range(ranges, "hdl_cholesterol", 20).put("maximum", 100);
        range(ranges, "systolic_blood_pressure", 90).put("maximum", 180);
        range(ranges, "body_mass_index", 18.5).put("lessThan", 40);
        range(ranges, "egfr", 15).put("maximum", 140);
        for (String added : inputs.subList(BASE_INPUTS, inputs.size())) {
            switch (added) {
                case "hba1c" -> range(ranges, added, 4.5).put("maximum", 15);
                case "sdi_decile" -> range(ranges, added, 1).put("maximum", 10);
                default -> range(ranges, added, 0.1).put("maximum", 25_000);
            }
        }
        ArrayNode baseline = model.putObject("explanation").putArray("baseline");
        BASELINE.forEach(baseline::add);
        inputs.subList(BASE_INPUTS, inputs.size()).forEach(added -> baseline.add(baselineOf(added)));
        golden(((ObjectNode) model.path("golden")).putArray("rows"));
        model.put("featureText", featureSpec());
        return model;
    }

    /** For the full model, not known; else what nobody would remark on. */
    private double baselineOf(String added) {
        if (variant.equals("full")) {
            return -1;
        }
        return switch (added) {
            case "hba1c" -> 5.3;
            case "sdi_decile" -> 1;
            default -> 5;
        };
    }

    private void golden(ArrayNode rows) {
        ShippedFile.text("prevent/golden.tsv")
                .lines()
                .filter(line -> line.startsWith(name() + "\t"))
                .map(line -> line.split("\t", -1))
                .forEach(columns -> {
                    ObjectNode row = rows.addObject();
                    numbers(row.putArray("inputs"), columns[1]);
                    numbers(row.putArray("outputs"), columns[2]);
                });
    }

    private String featureSpec() {
        boolean isFull = variant.equals("full");
        StringBuilder spec = new StringBuilder(ShippedFile.text("features/prevent-base.yaml")
                .replace("\nid: prevent-base\n", "\nid: prevent-" + variant + "\n"));
        for (String part : List.of("acr", "hba1c", "sdi")) {
            if (isFull || variant.equals(part)) {
                spec.append(ShippedFile.text("features/prevent/" + part + ".yaml")
                        .replace(
                                "@missing@",
                                isFull ? "missing: substituted\n    substitute: -1" : "missing: required"));
            }
        }
        return spec.toString();
    }

    private int oldest() {
        return years == 10 ? OLDEST : OLDEST_AT_30_YEARS;
    }

    private String text(Map<String, String> texts) {
        return texts.getOrDefault(variant, "");
    }

    private static ObjectNode range(ArrayNode ranges, String feature, double minimum) {
        return ranges.addObject().put("feature", feature).put("minimum", minimum);
    }

    private static void numbers(ArrayNode list, String commaSeparated) {
        for (String number : commaSeparated.split(",", -1)) {
            list.add(Double.parseDouble(number));
        }
    }
}
