package org.firewarden.cds;

import java.util.UUID;

/** Requests of each hook, as an EHR sends them. */
final class Contexts {

    private static final String ORDERS = """
            "draftOrders": {"resourceType": "Bundle", "type": "collection", "entry": [%s]}""";

    private Contexts() {}

    /** A request of a hook for a patient. */
    static String request(String hook, String patient, String prefetch) {
        return withContext(hook, """
                "userId": "Practitioner/alice", "patientId": "%1$s", "encounterId": "e1"%2$s
                """.formatted(patient, particulars(hook, patient)), prefetch);
    }

    /** A request of a hook with this context. */
    static String withContext(String hook, String context, String prefetch) {
        return """
               {"hook": "%s", "hookInstance": "%s", "context": {%s}, "prefetch": %s}
               """.formatted(hook, UUID.randomUUID(), context, prefetch);
    }

    /** An {@code order-select} of one drafted drug. */
    static String order(String patient, String drug, String selections) {
        return withContext(
                "order-select",
                """
                "userId": "Practitioner/alice", "patientId": "%s", %s, "selections": %s
                """.formatted(patient, ORDERS.formatted(entry(medication(patient, "o1", drug, "draft"))), selections),
                "{}");
    }

    static String medication(String patient, String id, String drug, String status) {
        return """
               {"resourceType": "MedicationRequest", "id": "%s", "status": "%s", "intent": "order",
                "subject": {"reference": "Patient/%s"}, "requester": {"reference": "Practitioner/alice"},
                "medicationCodeableConcept": {"coding": [{"system": "https://drugs.example", "code": "%s"}]}}
               """.formatted(id, status, patient, drug);
    }

    private static String particulars(String hook, String patient) {
        return switch (hook) {
            case "order-select" ->
                ", " + ORDERS.formatted(entry(medication(patient, "o1", "A", "draft")))
                        + ", \"selections\": [\"MedicationRequest/o1\"]";
            case "order-sign" -> ", " + ORDERS.formatted(entry(medication(patient, "o1", "A", "draft")));
            case "medication-refill" ->
                ", \"medications\": {\"resourceType\": \"Bundle\", \"entry\": ["
                        + entry(medication(patient, "o1", "A", "draft")) + "]}";
            case "appointment-book" -> """
                , "appointments": {"resourceType": "Bundle", "entry": [{"resource": {"resourceType": "Appointment",
                  "status": "proposed", "participant": [{"actor": {"reference": "Practitioner/alice"}},
                  {"actor": {"reference": "Patient/%s"}}]}}]}""".formatted(patient);
            case "problem-list-item-create" -> """
                , "conditions": {"resourceType": "Bundle", "entry": [{"resource": {"resourceType": "Condition",
                  "subject": {"reference": "Patient/%s"}}}]}""".formatted(patient);
            default -> "";
        };
    }

    private static String entry(String resource) {
        return "{\"resource\": " + resource + "}";
    }
}
