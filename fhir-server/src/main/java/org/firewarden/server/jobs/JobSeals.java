package org.firewarden.server.jobs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Optional;
import java.util.UUID;
import org.firewarden.crypto.KeyPurpose;
import org.firewarden.crypto.KeyRing;
import org.firewarden.crypto.KeyRingException;

/** Seals what a job knows, each for its job and its place. */
final class JobSeals {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final KeyRing keys;

    JobSeals(KeyRing keys) {
        this.keys = keys;
    }

    static byte[] bytes(ObjectNode parameters) {
        try {
            return JSON.writeValueAsBytes(parameters);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a JSON tree can be written", e);
        }
    }

    byte[] sealParameters(UUID id, byte[] parameters) {
        return keys.seal(KeyPurpose.JOB, "job-parameters/" + id, parameters);
    }

    /** The parameters as the bytes that were sealed, or empty if they were altered or are of another job. */
    Optional<byte[]> openParameters(UUID id, byte[] sealed) {
        return open("job-parameters/" + id, sealed);
    }

    byte[] sealCheckpoint(UUID id, byte[] checkpoint) {
        return keys.seal(KeyPurpose.JOB, "job-checkpoint/" + id, checkpoint);
    }

    Optional<byte[]> openCheckpoint(UUID id, byte[] sealed) {
        return open("job-checkpoint/" + id, sealed);
    }

    static Optional<ObjectNode> tree(byte[] parameters) {
        try {
            return JSON.readTree(parameters) instanceof ObjectNode tree ? Optional.of(tree) : Optional.empty();
        } catch (IOException e) {
            // Not what this server sealed.
            return Optional.empty();
        }
    }

    private Optional<byte[]> open(String subject, byte[] sealed) {
        try {
            return Optional.of(keys.open(KeyPurpose.JOB, subject, sealed));
        } catch (KeyRingException e) {
            // Altered or of another job; the job then stops as one without authority.
            return Optional.empty();
        }
    }
}
