package org.firewarden.cds.recommendation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.ZonedDateTime;
import java.util.UUID;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;
import org.firewarden.crypto.KeyPurpose;
import org.firewarden.crypto.KeyRing;
import org.springframework.stereotype.Component;

/**
 * Seals evidence for storage: JSON, compressed, encrypted for the recommendation that it belongs to. Doubles are written with
 * all the digits that tell them apart, so what is opened is what was sealed, bit for bit.
 */
@Component
final class EvidenceSeal {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final KeyRing keys;

    EvidenceSeal(KeyRing keys) {
        this.keys = keys;
    }

    byte[] seal(UUID recommendation, Evidence evidence) {
        ObjectNode tree = JsonNodeFactory.instance.objectNode();
        tree.put("now", evidence.now().toString());
        tree.set("patient", evidence.patient());
        tree.set("chart", evidence.resources());
        tree.set("answer", evidence.answer());
        if (evidence.card() != null) {
            tree.set("card", evidence.card());
        }
        Deflater deflater = new Deflater(Deflater.BEST_SPEED);
        try (ByteArrayOutputStream bytes = new ByteArrayOutputStream()) {
            try (DeflaterOutputStream compressed = new DeflaterOutputStream(bytes, deflater)) {
                JSON.writeValue(compressed, tree);
            }
            return keys.seal(KeyPurpose.RECOMMENDATION, subject(recommendation), bytes.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            deflater.end();
        }
    }

    /**
     * Opens what was sealed for this recommendation.
     *
     * @throws org.firewarden.crypto.KeyRingException if it was altered or is that of another
     */
    Evidence open(UUID recommendation, byte[] sealed) {
        byte[] bytes = keys.open(KeyPurpose.RECOMMENDATION, subject(recommendation), sealed);
        try (InflaterInputStream inflated = new InflaterInputStream(new ByteArrayInputStream(bytes))) {
            JsonNode tree = JSON.readTree(inflated);
            return new Evidence(
                    ZonedDateTime.parse(tree.path("now").asText()),
                    tree.withObject("/patient"),
                    tree.withObject("/chart"),
                    tree.withObject("/answer"),
                    tree.path("card") instanceof ObjectNode card ? card : null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String subject(UUID recommendation) {
        return "recommendation/" + recommendation;
    }
}
