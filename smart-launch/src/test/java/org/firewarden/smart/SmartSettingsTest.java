package org.firewarden.smart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SmartSettingsTest {

    private static final Path DATA = Path.of("data");

    @ParameterizedTest
    @ValueSource(
            strings = {"https://fhir.example.org", "http://127.0.0.1:8080", "http://localhost:1", "http://[::1]:80"})
    void anOriginIsABaseAddress(String base) {
        assertThat(SmartSettings.embedded(URI.create(base), DATA).fhirBase()).isEqualTo(base + "/fhir");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://fhir.example.org",
                "https://fhir.example.org/",
                "https://fhir.example.org/path",
                "https://user@fhir.example.org",
                "ftp://fhir.example.org",
                "fhir.example.org"
            })
    void plainHttpToOthersAndAddressesWithAPathAreRefused(String base) {
        assertThatThrownBy(() -> SmartSettings.embedded(URI.create(base), DATA))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aBackendTokenLivesFiveMinutesAtMost() {
        URI base = URI.create("https://fhir.example.org");

        assertThat(new SmartSettings(base, null, DATA, Duration.ofMinutes(30), Set.of()).backendTokenLifetime())
                .isEqualTo(Duration.ofMinutes(5));
        assertThat(new SmartSettings(base, null, DATA, Duration.ofMinutes(1), Set.of()).backendTokenLifetime())
                .isEqualTo(Duration.ofMinutes(1));
    }
}
