package org.firewarden.smart.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.firewarden.smart.EmbeddedSettings;
import org.firewarden.smart.ExternalIssuer;
import org.firewarden.smart.Requirement;
import org.firewarden.smart.SignInSettings;
import org.firewarden.smart.SmartSettings;
import org.firewarden.smart.approval.RenewalLimits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OfferTest {

    private static final URI BASE = URI.create("https://fhir.example.org");

    @Test
    void ofAnExternalIssuerOnlyWhatIsKnownIsStated() {
        ObjectNode document = beside(Set.of());

        assertThat(document.get("issuer").asText()).isEqualTo("https://id.example.org");
        assertThat(document.get("token_endpoint").asText()).isEqualTo("https://id.example.org/token");
        assertThat(document.has("authorization_endpoint")).isFalse();
        assertThat(document.has("grant_types_supported")).isFalse();
        assertThat(document.has("management_endpoint")).isFalse();
        assertThat(document.get("capabilities")).hasSize(4);
    }

    @Test
    void whatTheOperatorSaysOfAnExternalIssuerIsStated() {
        ObjectNode document = beside(Set.of("launch-ehr", "client-public"));

        assertThat(document.get("capabilities").toString()).contains("launch-ehr", "client-public", "permission-v2");
        assertThat(document.get("grant_types_supported").toString()).contains("authorization_code");
        assertThatThrownBy(() -> beside(Set.of("Launch EHR"))).isInstanceOf(IllegalArgumentException.class);
    }

    private static ObjectNode beside(Set<String> capabilities) {
        URI issuer = URI.create("https://id.example.org");
        return new Offer(new SmartSettings(
                        BASE,
                        new ExternalIssuer(
                                issuer,
                                issuer.resolve("/jwks"),
                                null,
                                issuer.resolve("/token"),
                                null,
                                null,
                                null,
                                capabilities,
                                List.of(),
                                null),
                        Path.of("data"),
                        Duration.ofMinutes(5),
                        Set.of()))
                .smartConfiguration();
    }

    @Test
    @Requirement({387, 388, 396, 398, 403, 406, 409, 410, 411, 412, 417, 418, 421, 427, 428, 429, 430, 431, 432, 438})
    void whatIsSwitchedOnIsListed(@TempDir Path folder) throws IOException {
        Path brands = Files.writeString(folder.resolve("brands.json"), BRANDS);
        EmbeddedSettings settings = new EmbeddedSettings(
                RenewalLimits.DEFAULT,
                Duration.ofDays(90),
                URI.create("https://fhir.example.org/style.json"),
                null,
                brands,
                new EmbeddedSettings.RegistrationSettings("https://vouch.example", Path.of("keys.json")),
                null,
                SignInSettings.DEFAULT,
                null);

        ObjectNode document = new Offer(
                        new SmartSettings(BASE, null, Path.of("data"), Duration.ofMinutes(5), Set.of(), settings))
                .smartConfiguration();

        assertThat(document.get("capabilities").toString()).contains("context-style");
        assertThat(document.get("registration_endpoint").asText()).isEqualTo(BASE + "/oauth2/register");
        assertThat(document.get("user_access_brand_bundle").asText()).isEqualTo(BASE + "/smart/brands");
        assertThat(document.at("/user_access_brand_identifier/value").asText()).isEqualTo("https://hospital.example");
    }

    @ParameterizedTest
    @Requirement({396, 398, 405, 412, 417, 418, 432})
    @CsvSource(
            delimiter = ';',
            value = {
                "Bundle; Basic",
                "collection; batch",
                "timestamp; time",
                "Organization; Location",
                "https://hospital.example; https://clinic.example",
                "Endpoint/e-1; Endpoint/e-2",
                "asked-unknown; masked"
            })
    void aBundleThatAppsCannotRelyOnIsRefused(String word, String instead, @TempDir Path folder) throws IOException {
        Path brands = Files.writeString(folder.resolve("brands.json"), BRANDS.replace(word, instead));

        assertThatThrownBy(() -> Brands.of(brands)).isInstanceOf(IllegalArgumentException.class);
    }

    private static final String BRANDS = """
        {"resourceType": "Bundle", "type": "collection", "timestamp": "2026-11-01T00:00:00Z", "entry": [
          {"resource": {"resourceType": "Organization", "id": "b-1", "name": "Hospital",
            "identifier": [{"system": "urn:ietf:rfc:3986", "value": "https://hospital.example"}],
            "endpoint": [{"reference": "Endpoint/e-1"}],
            "extension": [{"url": "http://hl7.org/fhir/StructureDefinition/data-absent-reason", "valueCode": "asked-unknown"}]}},
          {"resource": {"resourceType": "Organization", "id": "b-2", "partOf": {"reference": "x/b-1"},
            "identifier": [{"system": "urn:ietf:rfc:3986", "value": "https://clinic.example"}]}},
          {"resource": {"resourceType": "Endpoint", "id": "e-1", "address": "https://fhir.example.org/fhir"}}]}
        """;
}
