package org.firewarden.deid.engine.risk;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.firewarden.deid.engine.policy.RiskRules;
import org.firewarden.deid.engine.stream.Json;

/**
 * Gathers the table on which risk is measured from released resources: Patients, and the diagnoses of Conditions. About two
 * hundred bytes for each patient and diagnosis. Safe for many threads.
 */
public final class RiskSurvey {

    private static final Set<String> READ = Set.of("Patient", "Condition", "Bundle", "Parameters");
    private static final ObjectMapper MAPPER = JsonMapper.builder(Json.factory())
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private final RiskRules rules;
    private final ConcurrentMap<String, List<String>> patients = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, Set<String>> diagnoses = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, String> interned = new ConcurrentHashMap<>();

    /** Starts empty. */
    public RiskSurvey(RiskRules rules) {
        this.rules = rules;
    }

    /** True for a resource type that tells attributes or diagnoses. */
    public static boolean reads(String type) {
        return READ.contains(type);
    }

    /** How many patients were noted. */
    public int patients() {
        return patients.size();
    }

    /** Notes what a released resource tells. */
    public void note(String type, byte[] json) throws IOException {
        if (READ.contains(type)) {
            note(MAPPER.readTree(json));
        }
    }

    private void note(JsonNode resource) {
        switch (resource.path("resourceType").asText()) {
            case "Patient" ->
                patients.put(
                        resource.path("id").asText(),
                        PatientFacts.of(resource, rules).stream()
                                .map(this::intern)
                                .toList());
            case "Condition" -> {
                String patient = resource.at("/subject/reference").asText();
                for (JsonNode coding : resource.at("/code/coding")) {
                    diagnoses
                            .computeIfAbsent(
                                    patient.substring(patient.indexOf('/') + 1), p -> ConcurrentHashMap.newKeySet())
                            .add(intern(coding.path("system").asText() + "|"
                                    + coding.path("code").asText()));
                }
            }
            case "Bundle" -> resource.path("entry").forEach(entry -> note(entry.path("resource")));
            case "Parameters" -> resource.path("parameter").forEach(part -> note(part.path("resource")));
            default -> {
                // No attribute of a patient.
            }
        }
    }

    private String intern(String value) {
        String known = interned.putIfAbsent(value, value);
        return known == null ? value : known;
    }

    /** The table; a patient's sensitive value is the diagnosis that the fewest patients share. */
    List<PatientRow> rows() {
        Map<String, Integer> counts = new HashMap<>();
        diagnoses.forEach((patient, codes) -> codes.forEach(code -> counts.merge(code, 1, Integer::sum)));
        List<PatientRow> rows = new ArrayList<>();
        new TreeMap<>(patients).forEach((patient, values) -> {
            String rarest = "";
            for (String code : diagnoses.getOrDefault(patient, Set.of())) {
                int order = rarest.isEmpty()
                        ? -1
                        : Integer.compare(counts.getOrDefault(code, 0), counts.getOrDefault(rarest, 0));
                if (order < 0 || (order == 0 && code.compareTo(rarest) < 0)) {
                    rarest = code;
                }
            }
            rows.add(new PatientRow(patient, values, rarest));
        });
        return rows;
    }

    /** The least generalisation under which the limits hold for what was gathered. */
    public Generalisation generalise() {
        return Generalisation.of(rules, rows());
    }

    /**
     * A released resource with the attributes of the patients in it coarsened.
     *
     * @return the same bytes if it holds no patient
     */
    public static byte[] coarsened(String type, byte[] json, Generalisation generalisation) throws IOException {
        if (type.equals("Condition")
                || !READ.contains(type)
                || !generalisation.rules().hasLimits()) {
            return json;
        }
        JsonNode resource = MAPPER.readTree(json);
        coarsen(resource, generalisation);
        return MAPPER.writeValueAsBytes(resource);
    }

    private static void coarsen(JsonNode resource, Generalisation generalisation) {
        resource.path("entry").forEach(entry -> coarsen(entry.path("resource"), generalisation));
        resource.path("parameter").forEach(part -> coarsen(part.path("resource"), generalisation));
        if (resource instanceof ObjectNode patient
                && patient.path("resourceType").asText().equals("Patient")) {
            PatientFacts.coarsen(patient, generalisation);
        }
    }
}
