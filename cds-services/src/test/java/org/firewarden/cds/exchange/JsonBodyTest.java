package org.firewarden.cds.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.util.unit.DataSize;

class JsonBodyTest {

    @Test
    void anObjectIsRead() throws IOException {
        assertThat(status("{\"a\":1}")).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "null", "[]", "\"text\"", "{", "{\"a\":1,\"a\":2}", "{} {}", "{\"name\":\"Chalmers\" \"x\"}"
            })
    void whatIsNotOneObjectIsRefusedWithoutRepeatingIt(String body) throws IOException {
        assertThat(status(body)).isEqualTo(400);
        assertThat(read(body).toString()).doesNotContain("Chalmers");
    }

    @Test
    void deepNestingIsRefused() throws IOException {
        assertThat(status("{\"a\":" + "[".repeat(2000) + "]".repeat(2000) + "}"))
                .isEqualTo(400);
    }

    @Test
    void aLargeBodyIsRefused() throws IOException {
        assertThat(status("{\"a\":\"" + "x".repeat(2000) + "\"}")).isEqualTo(413);
    }

    private static int status(String body) throws IOException {
        return read(body).fold(value -> 200, refusal -> refusal.status().value());
    }

    private static Checked<?> read(String body) throws IOException {
        DataSize limit = body.contains("[[") ? DataSize.ofKilobytes(8) : DataSize.ofKilobytes(1);
        return JsonBody.read(new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)), limit);
    }
}
