package org.firewarden.deid.engine.risk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.firewarden.deid.engine.policy.RiskRules;
import org.firewarden.deid.engine.policy.RiskRules.Attribute;

/** Reads the attributes of a released Patient, and coarsens them in it. */
final class PatientFacts {

    private static final String RACE = "http://hl7.org/fhir/us/core/StructureDefinition/us-core-race";
    private static final String ETHNICITY = "http://hl7.org/fhir/us/core/StructureDefinition/us-core-ethnicity";
    private static final int YEAR = 4;

    private PatientFacts() {}

    /** The attributes of a Patient in the policy's order. */
    static List<String> of(JsonNode patient, RiskRules rules) {
        List<String> values = new ArrayList<>();
        for (Attribute attribute : rules.quasiIdentifiers()) {
            values.add(of(patient, attribute));
        }
        return values;
    }

    private static String of(JsonNode patient, Attribute attribute) {
        return switch (attribute) {
            case BIRTH_YEAR -> year(patient.path("birthDate").asText());
            case GENDER -> patient.path("gender").asText();
            case STATE -> patient.at("/address/0/state").asText();
            case POSTAL_CODE -> patient.at("/address/0/postalCode").asText();
            case RACE -> category(patient, RACE);
            case ETHNICITY -> category(patient, ETHNICITY);
            case DEATH -> {
                String year = year(patient.path("deceasedDateTime").asText());
                yield !year.isEmpty() ? year : patient.path("deceasedBoolean").asBoolean() ? "dead" : "";
            }
        };
    }

    private static String year(String date) {
        return date.length() >= YEAR ? date.substring(0, YEAR) : "";
    }

    private static String category(JsonNode patient, String url) {
        List<String> codes = new ArrayList<>();
        for (JsonNode extension : patient.path("extension")) {
            if (extension.path("url").asText().equals(url)) {
                for (JsonNode part : extension.path("extension")) {
                    codes.add(part.at("/valueCoding/code").asText());
                }
            }
        }
        return String.join("|", codes);
    }

    /** Coarsens the attributes in a Patient; keeps of several addresses the first, whose place is what was counted. */
    static void coarsen(ObjectNode patient, Generalisation generalisation) {
        String token = patient.path("id").asText();
        List<Attribute> attributes = generalisation.rules().quasiIdentifiers();
        if (patient.path("address") instanceof ArrayNode addresses) {
            while (addresses.size() > 1) {
                addresses.remove(addresses.size() - 1);
            }
        }
        for (int i = 0; i < attributes.size(); i++) {
            int level = generalisation.level(i, token);
            Attribute attribute = attributes.get(i);
            // What is counted is the year, so no more than the year comes out.
            if (level > 0 || attribute == Attribute.BIRTH_YEAR || attribute == Attribute.DEATH) {
                set(patient, attribute, Coarseness.at(attribute, of(patient, attribute), level));
            }
        }
        if (patient.path("address") instanceof ArrayNode addresses) {
            addresses.forEach(address -> {
                if (address instanceof ObjectNode object
                        && object.path("state").isMissingNode()
                        && object.path("postalCode").isMissingNode()) {
                    object.remove(List.of("city", "period"));
                }
            });
            for (Iterator<JsonNode> each = addresses.iterator(); each.hasNext(); ) {
                if (each.next().isEmpty()) {
                    each.remove();
                }
            }
            if (addresses.isEmpty()) {
                patient.remove("address");
            }
        }
    }

    private static void set(ObjectNode patient, Attribute attribute, String value) {
        switch (attribute) {
            case BIRTH_YEAR -> put(patient, "birthDate", value);
            case GENDER -> put(patient, "gender", value);
            case STATE -> address(patient, "state");
            case POSTAL_CODE -> address(patient, "postalCode");
            case RACE -> drop(patient, RACE);
            case ETHNICITY -> drop(patient, ETHNICITY);
            case DEATH -> {
                if (value.isEmpty() || value.equals("dead")) {
                    patient.remove(List.of("deceasedDateTime", "deceasedBoolean"));
                    if (!value.isEmpty()) {
                        patient.put("deceasedBoolean", true);
                    }
                } else {
                    patient.put("deceasedDateTime", value);
                }
            }
        }
    }

    private static void put(ObjectNode patient, String name, String value) {
        if (value.isEmpty()) {
            patient.remove(name);
        } else {
            patient.put(name, value);
        }
    }

    private static void address(ObjectNode patient, String name) {
        patient.path("address").forEach(address -> {
            if (address instanceof ObjectNode object) {
                object.remove(name);
            }
        });
    }

    private static void drop(ObjectNode patient, String url) {
        if (patient.path("extension") instanceof ArrayNode extensions) {
            for (Iterator<JsonNode> each = extensions.iterator(); each.hasNext(); ) {
                if (each.next().path("url").asText().equals(url)) {
                    each.remove();
                }
            }
            if (extensions.isEmpty()) {
                patient.remove("extension");
            }
        }
    }
}
