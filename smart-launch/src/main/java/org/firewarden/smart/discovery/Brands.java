package org.firewarden.smart.discovery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.firewarden.crypto.Sha256;
import org.jspecify.annotations.Nullable;

/**
 * The user-access brands bundle of this hospital (SMART App Launch 2.2, User-access Brands and Endpoints), as the hospital wrote it, with
 * its own identifiers. Checked at the start for what apps rely on: a time stamp, a primary brand with an identifier that no other brand
 * has, endpoints that the primary brand names, and no other reason for absent data than that it was asked for.
 */
final class Brands {

    private static final String ABSENT = "http://hl7.org/fhir/StructureDefinition/data-absent-reason";
    private static final Set<String> REASONS = Set.of("asked-declined", "asked-unknown");

    private final String text;
    private final String etag;
    private final JsonNode primaryIdentifier;

    private Brands(String text, JsonNode bundle) {
        this.text = text;
        this.etag = "W/\"" + Sha256.hex(text.getBytes(StandardCharsets.UTF_8)).substring(0, 32) + "\"";
        this.primaryIdentifier = check(bundle);
    }

    /**
     * Reads a file; empty if there is none.
     *
     * @throws IllegalArgumentException if apps could not rely on it
     */
    static Optional<Brands> of(@Nullable Path file) {
        if (file == null) {
            return Optional.empty();
        }
        try {
            String text = Files.readString(file);
            return Optional.of(new Brands(text, new ObjectMapper().readTree(text)));
        } catch (IOException e) {
            throw new UncheckedIOException("firewarden.smart.embedded.brands cannot be read", e);
        }
    }

    String text() {
        return text;
    }

    String etag() {
        return etag;
    }

    /** The identifier of the primary brand: system and value. */
    JsonNode primaryIdentifier() {
        return primaryIdentifier;
    }

    private static JsonNode check(JsonNode bundle) {
        require(bundle.path("resourceType").asText().equals("Bundle"), "is not a Bundle");
        require(bundle.path("type").asText().equals("collection"), "is not of type collection");
        require(bundle.hasNonNull("timestamp"), "has no timestamp");
        List<JsonNode> organizations = resources(bundle, "Organization");
        List<JsonNode> primary =
                organizations.stream().filter(brand -> !brand.has("partOf")).toList();
        require(!primary.isEmpty(), "has no primary brand");
        JsonNode brand = primary.get(0);
        JsonNode identifier = brand.path("identifier").path(0);
        require(identifier.hasNonNull("value"), "has a primary brand without identifier");
        long same = organizations.stream()
                .filter(other -> has(
                        other,
                        identifier.path("value").asText(),
                        identifier.path("system").asText()))
                .count();
        require(same == 1, "has more than one brand with the identifier of the primary one");
        for (JsonNode endpoint : resources(bundle, "Endpoint")) {
            String reference = "Endpoint/" + endpoint.path("id").asText();
            boolean isNamed = false;
            for (JsonNode named : brand.path("endpoint")) {
                isNamed |= named.path("reference").asText().endsWith(reference);
            }
            require(isNamed, "has an endpoint that the primary brand does not name");
        }
        bundle.findParents("url").stream()
                .filter(extension -> extension.path("url").asText().equals(ABSENT))
                .forEach(extension -> require(
                        REASONS.contains(extension.path("valueCode").asText()),
                        "has a reason for absent data other than asked-declined or asked-unknown"));
        return identifier;
    }

    private static boolean has(JsonNode organization, String value, String system) {
        for (JsonNode identifier : organization.path("identifier")) {
            if (identifier.path("value").asText().equals(value)
                    && identifier.path("system").asText().equals(system)) {
                return true;
            }
        }
        return false;
    }

    private static List<JsonNode> resources(JsonNode bundle, String type) {
        List<JsonNode> resources = new ArrayList<>();
        for (JsonNode entry : bundle.path("entry")) {
            if (entry.path("resource").path("resourceType").asText().equals(type)) {
                resources.add(entry.path("resource"));
            }
        }
        return resources;
    }

    private static void require(boolean isSo, String problem) {
        if (!isSo) {
            throw new IllegalArgumentException("firewarden.smart.embedded.brands: the file " + problem);
        }
    }
}
