package org.firewarden.deid.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the engine cannot judge does not come out. */
final class UnjudgeableTest {

    @TempDir
    Path folder = Path.of("");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"resourceType\":\"Observation\",\"valueQuantity\":{\"value\":1e99999999999}}",
                "{\"resourceType\":\"Observation\",\"valueInteger\":1e99999999999}"
            })
    void aNumberThatNoArithmeticHoldsIsRefusedWithoutBeingQuoted(String resource) throws IOException {
        try (EngineFixture engine = new EngineFixture(folder)) {
            assertThatThrownBy(() -> engine.resource(resource))
                    .isInstanceOf(IOException.class)
                    .satisfies(e -> assertThat(String.valueOf(e.getMessage())).doesNotContain("99999"));
        }
    }

    @Test
    void theBirthOfAContainedPatientIsNotMovedEither() throws IOException {
        try (EngineFixture engine = new EngineFixture(folder, "expert-determination", "default")) {
            JsonNode out = engine.resource(
                    "{\"resourceType\":\"Observation\",\"effectiveDateTime\":\"2020-01-02\",\"contained\":"
                            + "[{\"resourceType\":\"Patient\",\"id\":\"a\",\"active\":true,\"birthDate\":\"1915-05-05\"}]}");
            assertThat(out.at("/contained/0/active").asBoolean()).isTrue();
            assertThat(out.at("/contained/0").has("birthDate")).isFalse();
        }
    }
}
