package org.firewarden.deid.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.firewarden.deid.engine.policy.Policy;
import org.firewarden.deid.engine.structure.Property;
import org.firewarden.deid.engine.structure.R4Structure;
import org.firewarden.deid.engine.structure.TypeDefinition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every R4 resource type with a canary in every leaf: what comes out is what the policy names, and no canary. */
final class CanaryTest {

    private static final String CANARY = "Canary";
    private static final int DEPTH = 4;

    private final R4Structure structure = R4Structure.load();

    @TempDir
    Path folder = Path.of("");

    private static List<String> resourceTypes() throws IOException {
        try (InputStream in = R4Structure.class.getResourceAsStream("r4-types.tsv")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> line.startsWith("@ "))
                    .map(line -> line.substring(2))
                    .toList();
        }
    }

    @Test
    void noCanaryOfAnyResourceTypeComesOut() throws IOException {
        for (String policy : Policy.shipped()) {
            noCanaryComesOut(policy);
        }
    }

    private void noCanaryComesOut(String policy) throws IOException {
        try (EngineFixture engine = new EngineFixture(folder.resolve(policy), policy, "default")) {
            boolean keepsDates = policy.equals("limited-data-set");
            for (String type : resourceTypes()) {
                for (boolean inPublicSystems : new boolean[] {false, true}) {
                    ObjectNode resource = fill(type, DEPTH, inPublicSystems);
                    resource.put("resourceType", type);
                    JsonNode out = engine.resource(resource.toString());
                    assertThat(out.isMissingNode())
                            .as(type)
                            .isEqualTo(engine.policy().allowList().resource(type) == null);
                    assertThat(out.toString()).as(policy + " " + type).doesNotContainIgnoringCase(CANARY);
                    if (!keepsDates) {
                        assertThat(out.toString()).as("dates of " + type).doesNotContain("1999-12-31");
                    }
                }
            }
        }
    }

    @Test
    void whatThePolicyNamesComesOut() throws IOException {
        try (EngineFixture engine = new EngineFixture(folder)) {
            JsonNode out = engine.resource(
                    fill("Patient", DEPTH, false).put("resourceType", "Patient").toString());
            assertThat(out.fieldNames())
                    .toIterable()
                    .containsExactlyInAnyOrder(
                            "resourceType",
                            "meta",
                            "text",
                            "contained",
                            "id",
                            "active",
                            "identifier",
                            "birthDate",
                            "maritalStatus",
                            "deceasedBoolean",
                            "deceasedDateTime",
                            "address",
                            "communication",
                            "generalPractitioner",
                            "managingOrganization",
                            "link",
                            "multipleBirthBoolean",
                            "multipleBirthInteger");
        }
    }

    @Test
    void unknownElementsAndPrimitiveSiblingsAreDroppedAtEachPlace() throws IOException {
        try (EngineFixture engine = new EngineFixture(folder)) {
            JsonNode out =
                    engine.resource("{\"resourceType\":\"Patient\",\"gender\":\"male\",\"_gender\":{\"id\":\"" + CANARY
                            + "\"},\"zodiac\":\"" + CANARY + "\",\"" + CANARY
                            + "\":1,\"address\":[{\"state\":\"MA\",\"_state\":{\"id\":\""
                            + CANARY + "\"},\"moon\":[\"" + CANARY + "\"]}],\"name\":\"" + CANARY + "\",\"active\":\""
                            + CANARY + "\"}");
            assertThat(out.toString()).doesNotContain(CANARY).contains("\"gender\":\"male\"", "\"state\":\"MA\"");
        }
    }

    /** A value for each property of a type; a canary wherever a text may stand. */
    private ObjectNode fill(String type, int depth, boolean inPublicSystems) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        if (type.equals("Extension")) {
            // Fifty types of value in each extension of each element would be gigabytes.
            object.put("url", CANARY)
                    .put("valueString", CANARY)
                    .putObject("valueAddress")
                    .put("city", CANARY);
            return object;
        }
        TypeDefinition definition = structure.type(type).orElseThrow();
        for (Property property : definition.properties().values()) {
            if (property.name().equals("contained")) {
                if (depth == 0) {
                    continue;
                }
                object.putArray("contained")
                        .add(fill("Patient", 0, inPublicSystems).put("resourceType", "Patient"))
                        .add(JsonNodeFactory.instance
                                .objectNode()
                                .put("id", CANARY)
                                .put("resourceType", "Basic"));
            } else if (structure.type(property.type()).isPresent()
                    && !property.type().equals("Resource")) {
                if (depth > 0) {
                    ArrayNode array = object.putArray(property.name());
                    array.add(fill(property.type(), depth - 1, inPublicSystems));
                }
            } else {
                leaf(object, type, property, inPublicSystems);
            }
        }
        return object;
    }

    private static void leaf(ObjectNode object, String type, Property property, boolean inPublicSystems) {
        String name = property.name();
        switch (property.type()) {
            case "boolean" -> object.put(name, true);
            case "integer", "positiveInt", "unsignedInt", "decimal" -> object.put(name, 1);
            case "date", "dateTime" -> object.put(name, "1999-12-31");
            case "instant" -> object.put(name, "1999-12-31T11:11:11Z");
            case "Resource" ->
                object.putObject(name).put("resourceType", "Basic").put("id", CANARY);
            case "uri" ->
                object.put(
                        name,
                        inPublicSystems && name.equals("system") ? "http://snomed.info/sct" : "http://x/" + CANARY);
            // A city is the one text on the published keep-list, of the limited data set alone; 9 makes it none.
            case "string" ->
                object.put(
                        name,
                        name.equals("city")
                                ? CANARY + " 9"
                                : type.equals("Reference") && name.equals("reference")
                                        ? "Practitioner/" + CANARY
                                        : CANARY + " text");
            default -> object.put(name, CANARY);
        }
    }

    @Test
    void theMapperSeesWhatTheEngineWrites() throws IOException {
        try (EngineFixture engine = new EngineFixture(folder)) {
            String out = engine.bundle("{\"resourceType\":\"Bundle\",\"type\":\"collection\"}");
            assertThat(new ObjectMapper().readTree(out).path("type").asText()).isEqualTo("collection");
        }
    }
}
