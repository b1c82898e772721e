package org.firewarden.smart.passkey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RelyingPartyTest {

    private static final URI BASE = URI.create("https://fhir.hospital.example:8443");

    @Test
    void passkeysAreForTheHostOrADomainAboveIt() {
        assertThat(RelyingParty.of(BASE, null))
                .contains(new RelyingParty("fhir.hospital.example", "https://fhir.hospital.example:8443"));
        assertThat(RelyingParty.of(BASE, "hospital.example"))
                .contains(new RelyingParty("hospital.example", "https://fhir.hospital.example:8443"));
        assertThat(RelyingParty.of(URI.create("http://localhost:8080"), null))
                .contains(new RelyingParty("localhost", "http://localhost:8080"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://127.0.0.1:8080", "http://[::1]:8080"})
    void thereAreNoneForAnAddress(String base) {
        assertThat(RelyingParty.of(URI.create(base), null)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"example", "spital.example", "evil.example", "x.fhir.hospital.example", ""})
    void anotherDomainIsRefused(String domain) {
        assertThatThrownBy(() -> RelyingParty.of(BASE, domain)).isInstanceOf(IllegalArgumentException.class);
    }
}
