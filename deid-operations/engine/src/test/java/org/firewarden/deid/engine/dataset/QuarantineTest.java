package org.firewarden.deid.engine.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import org.firewarden.crypto.KeyPurpose;
import org.firewarden.crypto.KeyRing;
import org.firewarden.crypto.KeyRingException;
import org.firewarden.crypto.KeyRingSettings;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class QuarantineTest {

    private static final byte[] FIRST =
            "{\"resourceType\":\"Patient\",\"name\":\"Zebedee\u00e9".getBytes(StandardCharsets.UTF_8);
    private static final byte[] SECOND = {0, (byte) 0xff, '\n', 'Z'};

    @TempDir
    Path folder = Path.of("");

    @BeforeEach
    void hold() throws IOException {
        DataSetOutput output = DataSetOutput.of(folder.resolve("out"));
        Quarantine quarantine = new Quarantine(output, keys());
        quarantine.hold(new ChunkResult.Held(1, 7, Reason.MALFORMED_JSON, FIRST));
        quarantine.hold(new ChunkResult.Held(2, 1, Reason.ENGINE_FAILURE, SECOND));
        quarantine.finish();
        output.release();
    }

    private KeyRing keys() {
        return KeyRing.open(KeyRingSettings.createdIn(folder.resolve("keys")), new SecureRandom(), Clock.systemUTC());
    }

    private byte[] sealed(int number) throws IOException {
        return Files.readAllBytes(folder.resolve("out/quarantine").resolve("00000" + number + ".sealed"));
    }

    @Test
    void whatIsHeldOpensToTheOriginalBytesWithTheKeysAsTheyLieOnTheDisk() throws IOException {
        KeyRing reopened = keys();
        assertThat(reopened.open(KeyPurpose.VAULT, "deid-quarantine:1", sealed(1)))
                .isEqualTo(FIRST);
        assertThat(reopened.open(KeyPurpose.VAULT, "deid-quarantine:2", sealed(2)))
                .isEqualTo(SECOND);
    }

    @Test
    void oneFileCannotStandForAnother() throws IOException {
        byte[] first = sealed(1);
        assertThatThrownBy(() -> keys().open(KeyPurpose.VAULT, "deid-quarantine:2", first))
                .isInstanceOf(KeyRingException.class);
    }

    @Test
    void theIndexSaysWhereAndWhyAndNothingOfWhat() throws IOException {
        String index = Files.readString(folder.resolve("out/quarantine").resolve("index.ndjson"));
        assertThat(index).doesNotContain("Zebedee", "Patient");
        JsonNode first = new ObjectMapper().readTree(index.lines().findFirst().orElseThrow());
        assertThat(first.fieldNames()).toIterable().containsExactly("file", "input", "place", "reason");
        assertThat(first.path("file").asText()).isEqualTo("000001.sealed");
        assertThat(first.path("input").asInt()).isEqualTo(1);
        assertThat(first.path("place").asInt()).isEqualTo(7);
        assertThat(first.path("reason").asText()).isEqualTo("malformed-json");
    }
}
