package org.firewarden.smart.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.firewarden.smart.ExternalIssuer;
import org.firewarden.smart.SmartSettings;
import org.junit.jupiter.api.Test;

class SmartConfigurationDocumentTest {

    @Test
    void ofAnExternalIssuerOnlyWhatIsKnownIsStated() {
        URI issuer = URI.create("https://id.example.org");
        ObjectNode document = SmartConfigurationDocument.of(new SmartSettings(
                URI.create("https://fhir.example.org"),
                new ExternalIssuer(issuer, issuer.resolve("/jwks"), null, issuer.resolve("/token"), null, null),
                Path.of("data"),
                Duration.ofMinutes(5),
                Set.of()));

        assertThat(document.get("issuer").asText()).isEqualTo("https://id.example.org");
        assertThat(document.get("token_endpoint").asText()).isEqualTo("https://id.example.org/token");
        assertThat(document.has("authorization_endpoint")).isFalse();
        assertThat(document.has("grant_types_supported")).isFalse();
        assertThat(document.get("capabilities")).hasSize(3);
    }
}
