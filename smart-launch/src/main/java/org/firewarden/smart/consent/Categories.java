package org.firewarden.smart.consent;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The categories by which a person can narrow what an app sees of one kind of data (SMART App Launch 2.2, Finer-grained resource
 * constraints using search parameters; the categories are those of US Core 7.0, Scopes).
 */
final class Categories {

    private static final String OBSERVATION = "http://terminology.hl7.org/CodeSystem/observation-category|";
    private static final String CONDITION = "http://terminology.hl7.org/CodeSystem/condition-category|";
    private static final String US_CORE_CONDITION = "http://hl7.org/fhir/us/core/CodeSystem/condition-category|";
    private static final String REPORT = "http://terminology.hl7.org/CodeSystem/v2-0074|";

    private static final Map<String, Map<String, String>> BY_TYPE = Map.of(
            "Observation",
            ordered(
                    OBSERVATION + "laboratory", "laboratory results",
                    OBSERVATION + "vital-signs", "vital signs such as blood pressure and weight",
                    OBSERVATION + "social-history", "way of life, such as smoking",
                    OBSERVATION + "survey", "answers to questions",
                    OBSERVATION + "imaging", "findings from images",
                    OBSERVATION + "exam", "findings of an examination"),
            "Condition",
            ordered(
                    CONDITION + "problem-list-item", "the list of health problems",
                    CONDITION + "encounter-diagnosis", "diagnoses of visits",
                    US_CORE_CONDITION + "health-concern", "health concerns"),
            "DiagnosticReport",
            ordered(REPORT + "LAB", "laboratory reports", REPORT + "RAD", "imaging reports"));

    private Categories() {}

    /** The categories of a type with what people call them, in the order in which they are shown; empty if it has none. */
    static Map<String, String> of(String type) {
        return BY_TYPE.getOrDefault(type, Map.of());
    }

    /** What people call a category, or the code itself. */
    static String nameOf(String type, String value) {
        String known = of(type).get(value);
        return known == null ? value.substring(value.indexOf('|') + 1) : known;
    }

    private static Map<String, String> ordered(String... pairs) {
        Map<String, String> map = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            map.put(pairs[i], pairs[i + 1]);
        }
        return map;
    }
}
