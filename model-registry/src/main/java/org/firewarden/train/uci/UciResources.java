package org.firewarden.train.uci;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Writes the resources of one patient. */
final class UciResources {

    static final String SYSTEM = "https://firewarden.org/fhir/CodeSystem/uci-diabetes-130us";

    private static final String ICD_9 = "http://hl7.org/fhir/sid/icd-9-cm";
    private static final String OMB = "urn:oid:2.16.840.1.113883.6.238";
    private static final int LEAST_DISTANCE = 45;

    private static final List<String> COUNTS = List.of(
            "num_lab_procedures",
            "num_procedures",
            "num_medications",
            "number_outpatient",
            "number_emergency",
            "number_inpatient",
            "number_diagnoses");
    private static final List<String> ANSWERS =
            List.of("payer_code", "max_glu_serum", "A1Cresult", "change", "readmitted");
    private static final List<String> DRUGS = List.of(
            "metformin",
            "repaglinide",
            "nateglinide",
            "chlorpropamide",
            "glimepiride",
            "acetohexamide",
            "glipizide",
            "glyburide",
            "tolbutamide",
            "pioglitazone",
            "rosiglitazone",
            "acarbose",
            "miglitol",
            "troglitazone",
            "tolazamide",
            "insulin",
            "glyburide-metformin",
            "glipizide-metformin",
            "glimepiride-pioglitazone",
            "metformin-rosiglitazone",
            "metformin-pioglitazone");
    private static final Map<String, String[]> RACES = Map.of(
            "Caucasian", new String[] {"2106-3", "White"},
            "AfricanAmerican", new String[] {"2054-5", "Black or African American"},
            "Asian", new String[] {"2028-9", "Asian"},
            "Other", new String[] {"2131-1", "Other Race"});

    private final String patientId;
    private final List<ObjectNode> resources = new ArrayList<>();

    private UciResources(String patientId) {
        this.patientId = patientId;
    }

    static List<ObjectNode> of(String number, List<UciEncounter> encounters) {
        UciResources writer = new UciResources("p" + number);
        LocalDate start = encounters.get(0).roughDay();
        writer.patient(encounters.get(0), start);
        for (UciEncounter encounter : encounters) {
            start = encounter.roughDay().isAfter(start) ? encounter.roughDay() : start;
            LocalDate end = start.plusDays(encounter.days());
            writer.encounter(encounter, start, end);
            start = end.plusDays(LEAST_DISTANCE);
        }
        return writer.resources;
    }

    private void patient(UciEncounter first, LocalDate day) {
        ObjectNode patient = resource("Patient", patientId);
        String race = first.text("race");
        if (RACES.containsKey(race)) {
            String[] code = RACES.getOrDefault(race, new String[2]);
            omb(patient, "race", code[0], code[1]);
        } else if (race.equals("Hispanic")) {
            omb(patient, "ethnicity", "2135-2", "Hispanic or Latino");
        }
        if (first.isKnown("gender")) {
            patient.put("gender", first.text("gender").equals("Female") ? "female" : "male");
        } else {
            patient.put("gender", "unknown");
        }
        patient.put("birthDate", String.valueOf(day.getYear() - first.ageDecade() - 5));
    }

    private static void omb(ObjectNode patient, String name, String code, String display) {
        ObjectNode extension = patient.withArray("extension").addObject();
        extension.put("url", "http://hl7.org/fhir/us/core/StructureDefinition/us-core-" + name);
        ObjectNode part = extension.putArray("extension").addObject();
        part.put("url", "ombCategory");
        part.putObject("valueCoding").put("system", OMB).put("code", code).put("display", display);
    }

    private void encounter(UciEncounter row, LocalDate start, LocalDate end) {
        String id = "e" + row.text("encounter_id");
        ObjectNode encounter = resource("Encounter", id);
        encounter.put("status", "finished");
        encounter
                .putObject("class")
                .put("system", "http://terminology.hl7.org/CodeSystem/v3-ActCode")
                .put("code", "IMP");
        subject(encounter);
        encounter.putObject("period").put("start", start.toString()).put("end", end.toString());
        coded(encounter.putObject("priority"), row, "admission_type_id", "admission_type");
        if (row.isKnown("medical_specialty")) {
            coded(encounter.putObject("serviceType"), row, "medical_specialty", "medical_specialty");
        }
        ObjectNode hospitalization = encounter.putObject("hospitalization");
        coded(hospitalization.putObject("admitSource"), row, "admission_source_id", "admission_source");
        coded(
                hospitalization.putObject("dischargeDisposition"),
                row,
                "discharge_disposition_id",
                "discharge_disposition");
        for (int rank = 1; rank <= 3; rank++) {
            if (row.isKnown("diag_" + rank)) {
                ObjectNode condition = resource("Condition", id + "-d" + rank);
                subject(condition);
                code(condition.putObject("code"), ICD_9, row.text("diag_" + rank));
                within(condition, id);
                condition.put("recordedDate", end.toString());
                encounter
                        .withArray("diagnosis")
                        .addObject()
                        .put("rank", rank)
                        .putObject("condition")
                        .put("reference", "Condition/" + id + "-d" + rank);
            }
        }
        COUNTS.forEach(count -> {
            ObjectNode observation = observation(id, count, end);
            observation
                    .putObject("valueQuantity")
                    .put("value", Integer.parseInt(row.text(count)))
                    .put("system", "http://unitsofmeasure.org")
                    .put("code", "1");
        });
        ANSWERS.stream().filter(row::isKnown).forEach(answer -> {
            ObjectNode observation = observation(id, answer, end);
            coded(observation.putObject("valueCodeableConcept"), row, answer, answer);
        });
        DRUGS.stream().filter(drug -> !row.text(drug).equals("No")).forEach(drug -> order(row, id, drug, end));
    }

    private ObjectNode observation(String encounterId, String code, LocalDate day) {
        ObjectNode observation = resource("Observation", encounterId + "-" + code.replace('_', '-'));
        observation.put("status", "final");
        code(observation.putObject("code"), SYSTEM, code);
        subject(observation);
        within(observation, encounterId);
        observation.put("effectiveDateTime", day.toString());
        return observation;
    }

    private void order(UciEncounter row, String encounterId, String drug, LocalDate day) {
        ObjectNode order = resource("MedicationRequest", encounterId + "-" + drug);
        order.put("status", "completed").put("intent", "order");
        code(order.putObject("medicationCodeableConcept"), SYSTEM, drug + "-" + row.text(drug));
        subject(order);
        within(order, encounterId);
        order.put("authoredOn", day.toString());
    }

    private static void coded(ObjectNode concept, UciEncounter row, String column, String prefix) {
        code(concept, SYSTEM, prefix + "-" + row.text(column));
    }

    private static void code(ObjectNode concept, String system, String code) {
        concept.putArray("coding").addObject().put("system", system).put("code", code);
    }

    private void subject(ObjectNode resource) {
        resource.putObject("subject").put("reference", "Patient/" + patientId);
    }

    private static void within(ObjectNode resource, String encounterId) {
        resource.putObject("encounter").put("reference", "Encounter/" + encounterId);
    }

    private ObjectNode resource(String type, String id) {
        ObjectNode resource = JsonNodeFactory.instance.objectNode();
        resource.put("resourceType", type).put("id", id);
        resources.add(resource);
        return resource;
    }
}
