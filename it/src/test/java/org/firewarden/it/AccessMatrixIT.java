package org.firewarden.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.firewarden.control.Control;
import org.firewarden.it.Client.Answer;
import org.firewarden.it.MatrixRules.Outcome;
import org.firewarden.it.MatrixRules.Try;
import org.firewarden.it.MatrixRules.Who;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Each resource type of the patient compartment, each interaction, each kind of caller: the server must agree, cell by cell,
 * with {@link MatrixRules}. What is hidden must look like what is not there, and nothing of the other patient may be in any
 * answer.
 */
@Control({"164.308(a)(4)", "164.312(a)(1)"})
class AccessMatrixIT {

    private static final String OWN = "demo-pat";
    private static final String OTHER = "matrix-other";
    private static final String CANARY = "canary-matrix-other";
    private static final List<String> TYPES = MatrixResources.types();
    private static final Map<Who, Client> CALLERS = new EnumMap<>(Who.class);

    @BeforeAll
    static void storeOneOfEachTypeForBothPatients() {
        CALLERS.put(Who.NOBODY, Client.anonymous());
        CALLERS.put(Who.SELF, Client.as("pat", "patient/*.rs"));
        CALLERS.put(Who.OTHER_PATIENT, Client.as("pat", "patient/*.rs"));
        CALLERS.put(Who.TREATING, Client.as("alice", "user/*.cruds", "TREAT"));
        CALLERS.put(Who.OTHER_CLINICIAN, Client.as("cody", "user/*.cruds", "TREAT"));
        CALLERS.put(Who.RESEARCHER, Client.as("rita", "user/*.rs"));
        CALLERS.put(Who.PAYER, Client.as("bill", "user/*.rs"));
        CALLERS.put(Who.NARROW_APP, Client.as("pat", "patient/Observation.rs patient/Condition.r"));
        CALLERS.put(Who.OTHER_NARROW_APP, Client.as("pat", "patient/Observation.rs patient/Condition.r"));
        CALLERS.put(Who.INTERFACE_ENGINE, Client.loader());
        List<String> entries = new ArrayList<>();
        entries.add(MatrixResources.json("Patient", OTHER, OTHER, CANARY));
        for (String type : TYPES) {
            for (String patient : List.of(OWN, OTHER)) {
                if (!type.equals("Patient")) {
                    entries.add(resource(type, id(patient, type), patient));
                }
            }
            for (Who who : Who.values()) {
                entries.add(resource(type, deletable(who, type), patientOf(who)));
            }
        }
        store(entries);
    }

    @Test
    void theMatrixCoversTheWholeCompartment() {
        assertThat(TYPES).hasSizeGreaterThan(60).contains("Patient", "Observation", "Group", "Provenance", "Person");
    }

    @ParameterizedTest
    @EnumSource(Who.class)
    void theServerAgreesWithTheNaiveModel(Who who) {
        Map<String, String> disagreements = new TreeMap<>();
        for (String type : TYPES) {
            for (Try what : Try.values()) {
                if (what == Try.EVERYTHING && !type.equals("Patient")) {
                    continue;
                }
                Outcome expected = MatrixRules.expected(who, type, what);
                String id = target(who, type, what);
                Answer answer = attempt(who, type, what, id);
                String cell = what + " " + type;
                if (!isOutcome(expected, what, answer)) {
                    disagreements.put(cell, "expected " + expected + ", got " + brief(answer));
                } else if (expected == Outcome.HIDDEN || (expected == Outcome.REFUSED && what == Try.SEARCH)) {
                    Answer absent = attempt(who, type, what, "absent-" + id);
                    if (!shape(answer, id).equals(shape(absent, "absent-" + id))) {
                        disagreements.put(cell, shape(answer, id) + " but absent " + shape(absent, "absent-" + id));
                    }
                }
                if (expected != Outcome.DONE && holdsCanary(answer)) {
                    disagreements.put(cell, "tells of the other patient: " + brief(answer));
                }
            }
        }
        assertThat(disagreements).isEmpty();
    }

    @Test
    void nothingOfTheOtherPatientIsInTheLog() {
        assertThat(RunningServer.log().list)
                .noneMatch(event -> event.getFormattedMessage().contains(CANARY));
    }

    private static Answer attempt(Who who, String type, Try what, String id) {
        Client client = java.util.Objects.requireNonNull(CALLERS.get(who));
        String one = "/fhir/" + type + "/" + id;
        String body = resource(type, id, patientOf(who));
        return switch (what) {
            case READ -> client.get(one);
            case HEAD -> client.send(client.request(one).method("HEAD", HttpRequest.BodyPublishers.noBody()));
            case VREAD -> client.get(one + "/_history/1");
            case HISTORY -> client.get(one + "/_history");
            case SEARCH -> client.get("/fhir/" + type + "?_id=" + id);
            case EVERYTHING -> client.get(one + "/$everything");
            case CREATE -> client.post("/fhir/" + type, newOne(type, id, who));
            case UPDATE -> client.put(one, body);
            case PATCH ->
                client.send(client.request(one)
                        .header("Content-Type", "application/json-patch+json")
                        .method(
                                "PATCH",
                                HttpRequest.BodyPublishers.ofString(
                                        "[{\"op\": \"add\", \"path\": \"/language\", \"value\": \"en\"}]")));
            case DELETE -> client.delete(one);
        };
    }

    /** A create has no id; the resource that looks absent is one of a patient who is not there. */
    private static String newOne(String type, String id, Who who) {
        ObjectNode json = parse(resource(type, id, id.startsWith("absent-") ? "absent-patient" : patientOf(who)));
        json.remove("id");
        return json.toString();
    }

    private static boolean isOutcome(Outcome expected, Try what, Answer answer) {
        return switch (expected) {
            case UNAUTHENTICATED -> answer.status() == 401;
            case REFUSED -> answer.status() == 403;
            case HIDDEN ->
                switch (what) {
                    case SEARCH ->
                        answer.status() == 200 && answer.json().path("entry").isEmpty();
                    case CREATE -> answer.status() == 422;
                    default -> answer.status() == 404;
                };
            case DONE ->
                switch (what) {
                    case SEARCH ->
                        answer.status() == 200 && answer.json().path("entry").size() == 1;
                    case CREATE -> answer.status() == 201;
                    default -> answer.status() == 200;
                };
        };
    }

    private static String target(Who who, String type, Try what) {
        boolean mayLeave = what == Try.DELETE;
        return mayLeave ? deletable(who, type) : id(patientOf(who), type);
    }

    private static String patientOf(Who who) {
        return who == Who.SELF || who == Who.NARROW_APP ? OWN : OTHER;
    }

    private static String id(String patient, String type) {
        return type.equals("Patient") ? patient : "m-" + patient + "-" + type.toLowerCase(java.util.Locale.ROOT);
    }

    private static String deletable(Who who, String type) {
        String name = who.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
        return "d-" + name + "-" + type.toLowerCase(java.util.Locale.ROOT);
    }

    private static String resource(String type, String id, String patient) {
        return MatrixResources.json(type, id, patient, patient.equals(OWN) ? "own" : CANARY + "-" + type);
    }

    private static boolean holdsCanary(Answer answer) {
        return answer.body().contains(CANARY)
                || answer.response().headers().map().toString().contains(CANARY);
    }

    /** Status, headers and body without what the caller sent and what differs from request to request. */
    private static String shape(Answer answer, String id) {
        Map<String, List<String>> headers =
                new TreeMap<>(answer.response().headers().map());
        headers.keySet()
                .removeIf(name -> List.of("x-request-id", "date", "content-length", "connection")
                        .contains(name));
        headers.computeIfPresent("last-modified", (name, value) -> List.of());
        return answer.status()
                + " "
                + headers
                + " "
                + answer.body()
                        .replace(id, "ID")
                        .replaceAll("\"(id|lastUpdated|diagnostics)\":\"[^\"]*\"", "\"$1\":\"\"");
    }

    private static String brief(Answer answer) {
        String text = answer.toString();
        return text.length() > 200 ? text.substring(0, 200) : text;
    }

    private static void store(List<String> resources) {
        for (int start = 0; start < resources.size(); start += 200) {
            ObjectNode bundle = Client.JSON.createObjectNode();
            bundle.put("resourceType", "Bundle").put("type", "transaction");
            ArrayNode entries = bundle.putArray("entry");
            for (String resource : resources.subList(start, Math.min(start + 200, resources.size()))) {
                ObjectNode json = parse(resource);
                ObjectNode entry = entries.addObject();
                entry.putObject("request")
                        .put("method", "PUT")
                        .put(
                                "url",
                                json.path("resourceType").asText() + "/"
                                        + json.path("id").asText());
                entry.set("resource", json);
            }
            Answer answer = Client.loader().post("/fhir", bundle.toString());
            assertThat(answer.status()).as(brief(answer)).isEqualTo(200);
        }
    }

    private static ObjectNode parse(String json) {
        try {
            return (ObjectNode) Client.JSON.readTree(json);
        } catch (java.io.IOException e) {
            throw new AssertionError(e);
        }
    }
}
