package org.firewarden.cds.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;

class CdsSettingsTest {

    @Test
    void addressesStandBelowThePublicBase() {
        CdsSettings settings = new CdsSettings(URI.create("https://cds.example/"), List.of());
        assertThat(settings.serviceUrl("a")).hasToString("https://cds.example/cds-services/a");
        assertThat(settings.feedbackUrl("a")).hasToString("https://cds.example/cds-services/a/feedback");
        assertThat(settings.modelCardUrl("m", "1.0.0")).hasToString("https://cds.example/models/m/1.0.0");
    }

    @Test
    void anAddressWithoutTransportSecurityIsRefusedBeyondLoopback() {
        assertThat(new CdsSettings(URI.create("http://127.0.0.1:8080"), List.of()).publicBaseUrl())
                .hasToString("http://127.0.0.1:8080");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new CdsSettings(URI.create("http://cds.example"), List.of()));
        assertThatIllegalArgumentException().isThrownBy(() -> new CdsSettings(URI.create("/cds"), List.of()));
    }

    @Test
    void twoClientsOfOneIssuerAreRefused() {
        CdsClientSettings client = CdsClientSettings.of("ehr", "{\"keys\":[]}");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new CdsSettings(URI.create("https://cds.example"), List.of(client, client)));
    }
}
