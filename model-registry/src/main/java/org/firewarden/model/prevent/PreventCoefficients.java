package org.firewarden.model.prevent;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Published coefficients of one PREVENT model, by term and by outcome such as {@code women_cvd}. A term that the table does
 * not have is an error, never 0.
 */
final class PreventCoefficients {

    /** The term that stands alone. */
    static final String CONSTANT = "const";

    /** The outcomes, in the order of the model's outputs. */
    static final List<String> OUTCOMES = List.of("cvd", "ascvd", "hf", "chd", "stroke");

    private final Map<String, Map<String, Double>> byTerm = new LinkedHashMap<>();

    private PreventCoefficients() {}

    /**
     * Reads a table of tab-separated lines {@code model, coefficient, outcome, value}; lines that begin with {@code #} are
     * remarks.
     */
    static PreventCoefficients parse(String table, String model) {
        PreventCoefficients coefficients = new PreventCoefficients();
        table.lines()
                .filter(line -> line.startsWith(model + "\t"))
                .map(line -> line.split("\t", -1))
                .forEach(columns -> coefficients
                        .byTerm
                        .computeIfAbsent(columns[1].replaceFirst("^coef_", ""), term -> new LinkedHashMap<>())
                        .put(columns[2], Double.parseDouble(columns[3])));
        return coefficients;
    }

    /** The coefficient of a term. */
    double of(String term, String sex, String outcome) {
        Double value = byTerm.getOrDefault(term, Map.of()).get(sex + "_" + outcome);
        if (value == null) {
            throw new IllegalArgumentException("the table has no " + term + " for " + sex + "_" + outcome);
        }
        return value;
    }

    /** Terms whose coefficient is not 0 for at least one outcome, in the order of the table, without the constant. */
    List<String> termsInUse() {
        return byTerm.entrySet().stream()
                .filter(entry -> !entry.getKey().equals(CONSTANT))
                .filter(entry -> entry.getValue().values().stream().anyMatch(value -> value != 0))
                .map(Map.Entry::getKey)
                .toList();
    }
}
