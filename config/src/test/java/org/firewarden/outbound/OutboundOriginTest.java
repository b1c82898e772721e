package org.firewarden.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OutboundOriginTest {

    @ParameterizedTest
    @CsvSource({
        "https://ehr.example.org, https://ehr.example.org",
        "HTTPS://EHR.Example.ORG/fhir?x=1#y, https://ehr.example.org",
        "https://ehr.example.org:443/, https://ehr.example.org",
        "https://ehr.example.org:8443/jwks, https://ehr.example.org:8443",
        "http://10.0.0.7:80/x, http://10.0.0.7",
        "http://[::1]:8080/x, http://[::1]:8080"
    })
    void anOriginIsSchemeHostAndPort(String address, String origin) {
        assertThat(OutboundOrigin.of(address))
                .hasValueSatisfying(it -> assertThat(it).hasToString(origin));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "ehr.example.org",
                "//ehr.example.org/x",
                "/fhir/Patient",
                "file:///etc/passwd",
                "ftp://ehr.example.org/",
                "gopher://ehr.example.org/",
                "jar:https://ehr.example.org!/",
                "javascript:alert(1)",
                "https:ehr.example.org",
                "https:/ehr.example.org",
                "https:///ehr.example.org",
                "https://",
                "https://user@ehr.example.org/",
                "https://user:secret@ehr.example.org/",
                "https://ehr.example.org@evil.example/",
                "https://ehr.example.org%40evil.example/",
                "https://ehr.example.org#@evil.example\\x",
                "https://ehr.example.org\\@evil.example/",
                "https://ehr.example.org%2eevil.example/",
                "https://ehr.example.org./",
                "https://.ehr.example.org/",
                "https://ehr..example.org/",
                "https://ehr_example.org/",
                "https://-ehr.example.org/",
                "https://ehr.example.org:/",
                "https://ehr.example.org:0/",
                "https://ehr.example.org:65536/",
                "https://ehr.example.org:443:443/",
                "https://ehr.example.org:+443/",
                "https://ehr。example。org/",
                "https://ehr․example․org/",
                "https://ehr.exampⅼe.org/",
                "https://éhr.example.org/",
                "https://①②⑦.⓪.⓪.①/",
                "https://ehr.example.org /",
                "https://ehr.example.org\t/",
                "https://ehr.example.org\r\nHost: evil/",
                "http://2130706433/",
                "http://017700000001/",
                "http://0x7f000001/",
                "http://0x7f.1/",
                "http://0x7f.0.0.1/",
                "http://0177.0.0.1/",
                "http://127.1/",
                "http://127.0.1/",
                "http://127.0.0.01/",
                "http://127.0.0.256/",
                "http://127.0.0.0x1/",
                "http://127.0.0.1./",
                "http://[::1%25lo]/",
                "http://[fe80::1%eth0]/"
            })
    void whatCanBeReadInTwoWaysHasNoOrigin(String address) {
        assertThat(OutboundOrigin.of(address)).as(address).isEmpty();
    }

    @Test
    void anOriginIsNotMadeOfWhatHasNone() {
        assertThatThrownBy(() -> new OutboundOrigin("ftp", "a.example", 21))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new OutboundOrigin("http", "127.1", 80)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new OutboundOrigin("http", "a.example", 0))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
