package org.firewarden.smart.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.firewarden.smart.ExternalIssuer;
import org.firewarden.smart.SmartSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoConfigurationTest {

    @TempDir
    Path folder;

    @Test
    void theDemoRefusesAnAddressThatOthersReach() {
        SmartSettings settings = SmartSettings.embedded(URI.create("https://fhir.example.org"), folder);

        assertThatThrownBy(() -> new DemoConfiguration(settings)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void theDemoRefusesAnExternalIssuer() {
        URI issuer = URI.create("https://id.example.org");
        SmartSettings settings = new SmartSettings(
                URI.create("http://127.0.0.1:8080"),
                ExternalIssuer.of(issuer, issuer.resolve("/jwks")),
                folder,
                Duration.ofMinutes(5),
                Set.of());

        assertThatThrownBy(() -> new DemoConfiguration(settings)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void theKeysOfTheBackendSurviveARestart() {
        String made = new DemoBackendKeys(folder).openOrCreate().toString(false);

        assertThat(new DemoBackendKeys(folder).openOrCreate().toString(false)).isEqualTo(made);
        assertThat(folder.resolve("demo-backend.jwks")).content().contains("ES384", "RS384");
    }
}
