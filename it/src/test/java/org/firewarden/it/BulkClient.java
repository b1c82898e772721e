package org.firewarden.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.firewarden.it.Client.Answer;

/** A bulk data client, and the records that it asks for. */
record BulkClient(Client client) {

    /** An export that has ended well. */
    record Export(String location, Answer status) {

        JsonNode manifest() {
            return status.json();
        }

        /** As events name it. */
        String id() {
            String url = manifest().at("/output/0/url").asText();
            return url.isEmpty() ? job() : "Export/" + url.replaceAll(".*/exports/|/files/.*", "");
        }

        String job() {
            return "Job/" + location.substring(location.lastIndexOf('/') + 1);
        }
    }

    Answer kickOff(String path) {
        return client.send(
                client.request(path).header("Prefer", "respond-async").GET());
    }

    Answer post(String path, String body) {
        return client.send(client.request(path)
                .header("Prefer", "respond-async")
                .header("Content-Type", "application/fhir+json")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    Export export(String path) {
        return accepted(kickOff(path));
    }

    Export accepted(Answer accepted) {
        assertThat(accepted.status()).as(accepted::body).isEqualTo(202);
        String location = path(accepted.header("Content-Location"));
        long until = System.nanoTime() + Duration.ofMinutes(2).toNanos();
        Answer answer = client.get(location);
        while (answer.status() == 202 && System.nanoTime() < until) {
            assertThat(answer.header("Retry-After")).isEqualTo("2");
            answer = client.get(location);
        }
        assertThat(answer.status()).as(answer::body).isEqualTo(200);
        return new Export(location, answer);
    }

    Map<String, List<JsonNode>> files(JsonNode manifest) {
        Map<String, List<JsonNode>> files = new TreeMap<>();
        for (JsonNode output : manifest.path("output")) {
            Answer file = client.get(path(output.path("url").asText()));
            assertThat(file.status()).as(file::body).isEqualTo(200);
            assertThat(file.header("Content-Type")).isEqualTo("application/fhir+ndjson");
            List<JsonNode> lines = file.body().lines().map(BulkClient::tree).toList();
            assertThat(lines).hasSize(output.path("count").asInt());
            files.put(output.path("type").asText(), lines);
        }
        return files;
    }

    private static JsonNode tree(String line) {
        try {
            return Client.JSON.readTree(line);
        } catch (JsonProcessingException e) {
            throw new AssertionError("not JSON", e);
        }
    }

    static List<String> ids(List<JsonNode> resources) {
        return new ArrayList<>(
                resources.stream().map(one -> one.path("id").asText()).sorted().toList());
    }

    static String path(String url) {
        assertThat(url).startsWith(RunningServer.base());
        return url.substring(RunningServer.base().length());
    }

    /** A patient with a Condition and an Observation; what they are called must not reach who may not see it. */
    static void record(String id, String code) {
        put("Patient/" + id, """
                "name": [{"family": "Bulkfamily", "given": ["Bulkgiven"]}], "gender": "female", "birthDate": "1971-03-04",
                "identifier": [{"system": "urn:mrn", "value": "MRN-%s"}],
                "telecom": [{"system": "phone", "value": "555-0123"}]
                """.formatted(id));
        put("Condition/" + id + "-c", """
                "code": {"coding": [{"system": "http://snomed.info/sct", "code": "%s"}]}, "note": [{"text": "Bulknote"}],
                "subject": {"reference": "Patient/%s", "display": "Bulkdisplay"}
                """.formatted(code, id));
        put("Observation/" + id + "-o", """
                "status": "final", "code": {"coding": [{"system": "http://loinc.org", "code": "2093-3"}]},
                "valueQuantity": {"value": 201, "unit": "mg/dL"}, "subject": {"reference": "Patient/%s"}
                """.formatted(id));
    }

    /** An Observation with a label of its own. */
    static void labelled(String id, String label) {
        put("Observation/" + id + "-secret", """
                "meta": {"security": [{"system": "http://terminology.hl7.org/CodeSystem/v3-ActCode", "code": "%s"}]},
                "status": "final", "code": {"text": "Bulksecret"}, "subject": {"reference": "Patient/%s"}
                """.formatted(label, id));
    }

    /** The patient denies operations. */
    static void deny(String id) {
        put("Consent/" + id, """
                "status": "active",
                "scope": {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/consentscope",
                                      "code": "patient-privacy"}]},
                "category": [{"coding": [{"system": "http://loinc.org", "code": "59284-0"}]}],
                "patient": {"reference": "Patient/%s"},
                "provision": {"type": "deny",
                  "purpose": [{"system": "http://terminology.hl7.org/CodeSystem/v3-ActReason", "code": "HOPERAT"}]}
                """.formatted(id));
    }

    static void group(String id, String... members) {
        put("Group/" + id, """
                "type": "person", "actual": true, "member": [%s]
                """.formatted(Arrays.stream(members)
                .map(member -> "{\"entity\": {\"reference\": \"Patient/" + member + "\"}}")
                .collect(Collectors.joining(", "))));
    }

    private static void put(String reference, String content) {
        int slash = reference.indexOf('/');
        Answer answer = Client.loader()
                .put(
                        "/fhir/" + reference,
                        "{\"resourceType\": \"%s\", \"id\": \"%s\", %s}"
                                .formatted(reference.substring(0, slash), reference.substring(slash + 1), content));
        assertThat(answer.status()).as(answer::body).isIn(200, 201);
    }
}
