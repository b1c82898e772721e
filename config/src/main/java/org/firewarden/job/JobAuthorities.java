package org.firewarden.job;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.firewarden.access.Caller;
import org.firewarden.access.PurposeOfUse;
import org.firewarden.access.Role;
import org.firewarden.access.SmartScopes;
import org.firewarden.crypto.KeyPurpose;
import org.firewarden.crypto.KeyRing;
import org.firewarden.crypto.KeyRingException;
import org.firewarden.crypto.Sha256;
import org.jspecify.annotations.Nullable;

/**
 * Seals the authority of a job and opens it: for the job, the kind and the parameters that it was made for, until it expires, and
 * for nothing else (45 CFR 164.312(a)(1), (d)). The access token itself is not kept. Safe for many threads.
 */
public final class JobAuthorities {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final KeyRing keys;
    private final Clock clock;

    /** Seals under these keys. */
    public JobAuthorities(KeyRing keys, Clock clock) {
        this.keys = keys;
        this.clock = clock;
    }

    /** Seals an authority to be stored beside its job. */
    public byte[] seal(JobAuthority authority) {
        ObjectNode json = JSON.createObjectNode();
        json.put("job", authority.jobId().toString());
        json.put("kind", authority.kind());
        json.put("parameters", authority.parametersSha256());
        json.put("issued", authority.issuedAt().toString());
        json.put("expires", authority.expiresAt().toString());
        Caller caller = authority.caller();
        json.put("subject", caller.subject());
        json.put("client", caller.clientId());
        caller.roles().stream().map(Role::code).sorted().forEach(json.putArray("roles")::add);
        json.put("scope", caller.scopes().toString());
        json.put("purpose", caller.purpose().code());
        putIfKnown(json, "fhirUser", caller.fhirUser());
        putIfKnown(json, "patient", caller.patientId());
        putIfKnown(json, "acr", caller.acr());
        putIfKnown(json, "jti", caller.tokenId());
        putIfKnown(json, "tenant", caller.tenant());
        try {
            return keys.seal(
                    KeyPurpose.JOB, subject(authority.jobId(), authority.kind()), JSON.writeValueAsBytes(json));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a JSON tree can be written", e);
        }
    }

    /**
     * Opens the authority of a job.
     *
     * @param parameters of the job, as the bytes that the authority was made for
     * @return empty if it was altered, is of another job, kind or parameters, or has expired
     */
    public Optional<JobAuthority> open(UUID jobId, String kind, byte[] parameters, byte[] sealed) {
        JobAuthority authority;
        try {
            JsonNode json = JSON.readTree(keys.open(KeyPurpose.JOB, subject(jobId, kind), sealed));
            authority = new JobAuthority(
                    UUID.fromString(json.path("job").asText()),
                    json.path("kind").asText(),
                    json.path("parameters").asText(),
                    caller(json),
                    Instant.parse(json.path("issued").asText()),
                    Instant.parse(json.path("expires").asText()));
        } catch (KeyRingException | IOException | IllegalArgumentException | DateTimeException e) {
            // Whatever it is, it is not an authority; why is nobody's to know.
            return Optional.empty();
        }
        boolean holds = authority.jobId().equals(jobId)
                && authority.kind().equals(kind)
                && authority.parametersSha256().equals(Sha256.hex(parameters))
                && clock.instant().isBefore(authority.expiresAt());
        return holds ? Optional.of(authority) : Optional.empty();
    }

    private static Caller caller(JsonNode json) {
        Set<Role> roles = new LinkedHashSet<>();
        for (JsonNode code : json.path("roles")) {
            roles.add(Role.ofCode(code.asText()).orElseThrow(IllegalArgumentException::new));
        }
        return new Caller(
                json.path("subject").asText(),
                json.path("client").asText(),
                roles,
                SmartScopes.parse(json.path("scope").asText()),
                PurposeOfUse.ofCode(json.path("purpose").asText()).orElseThrow(IllegalArgumentException::new),
                text(json, "fhirUser"),
                text(json, "patient"),
                text(json, "acr"),
                text(json, "jti"),
                text(json, "tenant"));
    }

    private static void putIfKnown(ObjectNode json, String name, @Nullable String value) {
        if (value != null) {
            json.put(name, value);
        }
    }

    private static @Nullable String text(JsonNode json, String name) {
        return json.hasNonNull(name) ? json.path(name).asText() : null;
    }

    private static String subject(UUID jobId, String kind) {
        return "job-authority/" + kind + "/" + jobId;
    }
}
