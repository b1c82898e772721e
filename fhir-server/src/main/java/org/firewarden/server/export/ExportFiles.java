package org.firewarden.server.export;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.firewarden.access.Caller;
import org.firewarden.access.PurposeOfUse;
import org.firewarden.access.Role;
import org.firewarden.access.SmartScopes;

/**
 * The files of an export that is ready, and the rights with which they were made: whoever fetches one needs them still.
 *
 * @param files one for each type
 * @param roles of the caller
 * @param purpose of the caller
 * @param scopes of the caller
 */
record ExportFiles(List<File> files, Set<Role> roles, PurposeOfUse purpose, SmartScopes scopes) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SUFFIX = ".ndjson";

    /** One file, by the digest of its clear text. */
    record File(String type, long resources, long bytes, String sha256) {

        String name() {
            return type + SUFFIX;
        }
    }

    /** Copies the collections. */
    ExportFiles {
        files = List.copyOf(files);
        roles = Set.copyOf(roles);
    }

    static ExportFiles of(List<File> files, Caller caller) {
        return new ExportFiles(files, caller.roles(), caller.purpose(), caller.scopes());
    }

    Optional<File> named(String name) {
        return files.stream().filter(file -> file.name().equals(name)).findFirst();
    }

    /** To be sealed. */
    byte[] toBytes() {
        ObjectNode json = JSON.createObjectNode();
        roles.stream().map(Role::code).sorted().forEach(json.putArray("roles")::add);
        json.put("purpose", purpose.code());
        json.put("scope", scopes.toString());
        json.putArray("files");
        files.forEach(file -> json.withArray("files")
                .addObject()
                .put("type", file.type())
                .put("resources", file.resources())
                .put("bytes", file.bytes())
                .put("sha256", file.sha256()));
        try {
            return JSON.writeValueAsBytes(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a JSON tree can be written", e);
        }
    }

    /** Reads {@link #toBytes}. */
    static ExportFiles read(byte[] bytes) {
        JsonNode json;
        try {
            json = JSON.readTree(bytes);
        } catch (IOException e) {
            throw new IllegalStateException("what this server sealed is JSON", e);
        }
        Set<Role> roles = EnumSet.noneOf(Role.class);
        json.path("roles").forEach(code -> roles.add(Role.ofCode(code.asText()).orElseThrow()));
        List<File> files = new ArrayList<>();
        json.path("files")
                .forEach(file -> files.add(new File(
                        file.path("type").asText(),
                        file.path("resources").asLong(),
                        file.path("bytes").asLong(),
                        file.path("sha256").asText())));
        return new ExportFiles(
                files,
                roles,
                PurposeOfUse.ofCode(json.path("purpose").asText()).orElseThrow(),
                SmartScopes.parse(json.path("scope").asText()));
    }
}
