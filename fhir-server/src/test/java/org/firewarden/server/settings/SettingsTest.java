package org.firewarden.server.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import org.firewarden.gate.limits.RequestLimits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.io.ClassPathResource;

class SettingsTest {

    private static final Path DATA = Path.of("data");

    @Test
    void theFhirBaseIsBelowThePublicAddress() {
        assertThat(new ServerSettings(URI.create("https://fhir.example.org"), DATA).fhirBase())
                .hasToString("https://fhir.example.org/fhir");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/fhir", "https://fhir.example.org/"})
    void anAddressThatIsNotAbsoluteOrEndsInASlashIsRefused(String address) {
        assertThatThrownBy(() -> new ServerSettings(URI.create(address), DATA))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("public-base-url");
    }

    @Test
    void theShippedLimitsAreTheStandardOnes() throws IOException {
        StandardEnvironment environment = new StandardEnvironment();
        new YamlPropertySourceLoader()
                .load("defaults", new ClassPathResource("application.yaml"))
                .forEach(environment.getPropertySources()::addLast);

        assertThat(Binder.get(environment)
                        .bind("firewarden.limits", RequestLimits.class)
                        .get())
                .isEqualTo(RequestLimits.standard());
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
