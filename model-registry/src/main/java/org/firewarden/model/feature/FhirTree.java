package org.firewarden.model.feature;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.firewarden.access.CodedValue;
import org.jspecify.annotations.Nullable;

/** The few FHIR data types that features are read from, as they stand in a JSON tree. */
final class FhirTree {

    private FhirTree() {}

    /** The codings of a CodeableConcept that have a system and a code. */
    static Stream<CodedValue> codings(JsonNode concept) {
        return elements(concept.path("coding"))
                .filter(coding ->
                        coding.path("system").isTextual() && coding.path("code").isTextual())
                .map(coding -> new CodedValue(
                        coding.path("system").textValue(), coding.path("code").textValue()));
    }

    /** Whether a CodeableConcept has one of these codes, in whatever system; for required bindings. */
    static boolean hasCode(JsonNode concept, String... codes) {
        return elements(concept.path("coding"))
                .map(coding -> coding.path("code").asText())
                .anyMatch(Stream.of(codes).toList()::contains);
    }

    /** {@code Type/id}, or null if the resource has no id. */
    static @Nullable String reference(JsonNode resource) {
        String id = resource.path("id").asText();
        return id.isEmpty() ? null : resource.path("resourceType").asText() + "/" + id;
    }

    /** The elements of an array; none if it is absent. */
    static Stream<JsonNode> elements(JsonNode array) {
        return array.isArray() ? StreamSupport.stream(array.spliterator(), false) : Stream.empty();
    }
}
