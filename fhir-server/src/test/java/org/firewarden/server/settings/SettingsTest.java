package org.firewarden.server.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {

    private static final Path DATA = Path.of("data");

    @Test
    void theFhirBaseIsBelowThePublicAddress() {
        assertThat(new ServerSettings(URI.create("https://fhir.example.org"), DATA, 4096).fhirBase())
                .hasToString("https://fhir.example.org/fhir");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/fhir", "https://fhir.example.org/"})
    void anAddressThatIsNotAbsoluteOrEndsInASlashIsRefused(String address) {
        assertThatThrownBy(() -> new ServerSettings(URI.create(address), DATA, 4096))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("public-base-url");
    }

    @Test
    void aBodyLimitThatFitsNoResourceIsRefused() {
        assertThatThrownBy(() -> new ServerSettings(URI.create("https://a.example"), DATA, 10))
                .hasMessageContaining("maximum-body-bytes");
    }

    @Test
    void halfADatabaseConfigurationIsRefused() {
        assertThatThrownBy(() -> new DatabaseSettings("jdbc:postgresql://db/fhir", "app", null, 10))
                .hasMessageContaining("password-file");
        assertThatThrownBy(() -> new DatabaseSettings("jdbc:h2:mem:x", "app", DATA, 10))
                .hasMessageContaining("jdbc:postgresql");
        assertThatThrownBy(() -> new DatabaseSettings(null, null, null, 1)).hasMessageContaining("maximum-connections");
    }
}
