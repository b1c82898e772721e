package org.firewarden.ledger.siem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SiemSettingsTest {

    private static final Path FILE = Path.of("file");

    private static SiemSettings settings(@Nullable List<SiemSettings.JsonLines> directories, int batch) {
        return new SiemSettings(directories, null, Duration.ofSeconds(1), batch, 10_000, Duration.ofMinutes(5));
    }

    @Test
    void withoutADestinationNothingGoesAnywhere() {
        SiemSettings settings = settings(null, 500);

        assertThat(settings.directories()).isEmpty();
        assertThat(settings.servers()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"siem.example.org", "https://siem.example.org", "syslog-tls://user@siem", "tcp://siem:6514"})
    void anAddressIsOfSyslogOverTls(String address) {
        assertThatThrownBy(() -> new SiemSettings.Syslog(address, FILE, null, null, null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("firewarden.siem.syslog.address");
    }

    @Test
    void halfAnIdentityIsRefused() {
        assertThatThrownBy(() -> new SiemSettings.Syslog("syslog-tls://siem", FILE, FILE, null, null))
                .hasMessageContaining("key-store-passphrase-file");
    }

    @Test
    void aDestinationIsListedOnce() {
        SiemSettings.JsonLines directory = new SiemSettings.JsonLines(FILE, null);

        assertThatThrownBy(() -> settings(List.of(directory, directory), 500)).hasMessageContaining("twice");
    }

    @Test
    void aBatchIsBounded() {
        assertThatThrownBy(() -> settings(null, 10_001)).hasMessageContaining("batch");
    }
}
