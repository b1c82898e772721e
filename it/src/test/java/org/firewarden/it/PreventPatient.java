package org.firewarden.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.time.ZoneOffset;

/**
 * The woman of the published check values (Khan et al. 2023, supplement): 50 years, total cholesterol 200 mg/dL, HDL 45 mg/dL,
 * systolic pressure 160 mmHg, BMI 35, eGFR 90, with diabetes and antihypertensives, no smoker, no statin. Her 10-year risks
 * are 0.1468 (CVD), 0.0806 (heart failure) and 0.0540 (stroke).
 */
final class PreventPatient {

    static final String ID = "it-prevent";
    static final String FAMILY = "Quexelwright";

    private PreventPatient() {}

    /** Writes her record through the interface engine. */
    static void write() {
        write(ID);
    }

    /** Writes her record once more, under another id. */
    static void write(String id) {
        LocalDate today = LocalDate.now(ZoneOffset.UTC);
        String entries = String.join(
                ",",
                entry("Patient", ID, """
                        "name": [{"family": "%s", "given": ["Zorabella"]}], "gender": "female", "birthDate": "%s",
                        "identifier": [{"system": "urn:mrn", "value": "MRN-7731-0042"}],
                        "address": [{"line": ["17 Wexcombe Lane"], "city": "Tolverton", "postalCode": "01201", "state": "MA"}],
                        "telecom": [{"system": "phone", "value": "413-555-0142"}]
                        """.formatted(FAMILY, today.minusYears(50).minusMonths(6))),
                observation("cholesterol", "2093-3", 200, "mg/dL", today),
                observation("hdl", "2085-9", 45, "mg/dL", today),
                observation("systolic", "8480-6", 160, "mm[Hg]", today),
                observation("bmi", "39156-5", 35, "kg/m2", today),
                observation("egfr", "33914-3", 90, "mL/min/{1.73_m2}", today),
                entry("Observation", ID + "-smoking", about("72166-2", today) + """
                                , "valueCodeableConcept": {"coding": [{"system": "http://snomed.info/sct", "code": "266919005"}]}
                                """),
                entry("Condition", ID + "-diabetes", """
                        "subject": {"reference": "Patient/%s"},
                        "clinicalStatus": {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/condition-clinical",
                                                       "code": "active"}]},
                        "code": {"coding": [{"system": "http://snomed.info/sct", "code": "44054006"}]}
                        """.formatted(ID)),
                entry("MedicationRequest", ID + "-lisinopril", """
                        "status": "active", "intent": "order", "subject": {"reference": "Patient/%s"}, "authoredOn": "%s",
                        "medicationCodeableConcept": {"coding": [
                          {"system": "http://www.nlm.nih.gov/research/umls/rxnorm", "code": "314076"}]}
                        """.formatted(ID, today.minusMonths(2))));
        Client.Answer answer = Client.loader()
                .post(
                        "/fhir",
                        "{\"resourceType\": \"Bundle\", \"type\": \"transaction\", \"entry\": ["
                                + entries.replace(ID, id) + "]}");
        assertThat(answer.status()).as(answer::body).isEqualTo(200);
    }

    private static String observation(String name, String loinc, int value, String unit, LocalDate today) {
        return entry("Observation", ID + "-" + name, about(loinc, today) + """
                        , "valueQuantity": {"value": %d, "unit": "%s", "system": "http://unitsofmeasure.org", "code": "%s"}
                        """.formatted(value, unit, unit));
    }

    private static String about(String loinc, LocalDate today) {
        return """
                "status": "final", "subject": {"reference": "Patient/%s"}, "effectiveDateTime": "%s",
                "code": {"coding": [{"system": "http://loinc.org", "code": "%s"}]}
                """.formatted(ID, today.minusMonths(3), loinc);
    }

    private static String entry(String type, String id, String content) {
        return """
                {"resource": {"resourceType": "%s", "id": "%s", %s}, "request": {"method": "PUT", "url": "%s/%s"}}
                """.formatted(type, id, content, type, id);
    }
}
