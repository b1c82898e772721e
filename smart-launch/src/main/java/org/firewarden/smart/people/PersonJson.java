package org.firewarden.smart.people;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.EnumSet;
import java.util.Set;
import java.util.regex.Pattern;
import org.firewarden.access.PurposeOfUse;
import org.firewarden.access.Role;
import org.firewarden.access.SmartScopes;
import org.jspecify.annotations.Nullable;

/**
 * Somebody's rights as JSON: {@code name}, {@code roles}, {@code fhirUser} (a relative reference), {@code scope} (the ceiling),
 * {@code purposes} (the usual one first) and {@code patient}. The password is never part of it.
 */
public final class PersonJson {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._@-]{1,100}");
    private static final Pattern FHIR_USER =
            Pattern.compile("(Patient|Practitioner|PractitionerRole|RelatedPerson|Person)/[A-Za-z0-9.-]{1,64}");
    private static final Pattern FHIR_ID = Pattern.compile("[A-Za-z0-9.-]{1,64}");

    private PersonJson() {}

    /** Writes the rights. */
    public static ObjectNode write(Person person) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("name", person.name());
        person.roles().stream().map(Role::code).sorted().forEach(json.withArray("roles")::add);
        json.put("scope", person.ceiling().toString());
        json.withArray("purposes").add(person.usualPurpose().code());
        person.purposes().stream()
                .filter(purpose -> purpose != person.usualPurpose())
                .map(PurposeOfUse::code)
                .sorted()
                .forEach(json.withArray("purposes")::add);
        if (person.fhirUser() != null) {
            json.put("fhirUser", person.fhirUser());
        }
        if (person.patientId() != null) {
            json.put("patient", person.patientId());
        }
        return json;
    }

    /**
     * Reads the rights.
     *
     * @throws IllegalArgumentException if they are none; the message names what is wrong and repeats no value
     */
    public static Person read(JsonNode json, String passwordHash) {
        String name = text(json, "name", NAME);
        if (name == null) {
            throw new IllegalArgumentException("name is missing");
        }
        Set<Role> roles = EnumSet.noneOf(Role.class);
        json.path("roles")
                .forEach(code -> roles.add(Role.ofCode(code.asText())
                        .orElseThrow(() -> new IllegalArgumentException("roles has an unknown role"))));
        Set<PurposeOfUse> purposes = EnumSet.noneOf(PurposeOfUse.class);
        json.path("purposes").forEach(code -> purposes.add(purpose(code.asText())));
        if (purposes.isEmpty()) {
            throw new IllegalArgumentException("purposes is missing");
        }
        return new Person(
                name,
                passwordHash,
                roles,
                text(json, "fhirUser", FHIR_USER),
                SmartScopes.parse(json.path("scope").asText("")),
                purpose(json.path("purposes").path(0).asText()),
                purposes,
                text(json, "patient", FHIR_ID));
    }

    /**
     * JSON as it was typed.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static JsonNode parse(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            // The cause would quote the text.
            throw new IllegalArgumentException("not JSON");
        }
    }

    private static PurposeOfUse purpose(String code) {
        return PurposeOfUse.ofCode(code)
                .orElseThrow(() -> new IllegalArgumentException("purposes has an unknown purpose"));
    }

    private static @Nullable String text(JsonNode json, String name, Pattern form) {
        JsonNode value = json.get(name);
        if (value == null) {
            return null;
        }
        if (!value.isTextual() || !form.matcher(value.asText()).matches()) {
            throw new IllegalArgumentException(name + " is malformed");
        }
        return value.asText();
    }
}
