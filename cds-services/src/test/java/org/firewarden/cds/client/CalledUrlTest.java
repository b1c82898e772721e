package org.firewarden.cds.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.Test;

class CalledUrlTest {

    @Test
    void theNamesOfLoopbackStandForEachOther() {
        CalledUrl called = new CalledUrl(URI.create("http://127.0.0.1:8080/cds-services/a"));
        assertThat(called.isNamedBy("http://localhost:8080/cds-services/a")).isTrue();
        assertThat(called.isNamedBy("http://[::1]:8080/cds-services/a")).isTrue();
        assertThat(called.isNamedBy("http://localhost:8081/cds-services/a")).isFalse();
        assertThat(called.isNamedBy("http://localhost:8080/cds-services/b")).isFalse();
        assertThat(called.isNamedBy("https://localhost:8080/cds-services/a")).isFalse();
        assertThat(called.isNamedBy("http://127.0.0.1.evil.example:8080/cds-services/a"))
                .isFalse();
        assertThat(called.isNamedBy("not a url")).isFalse();
    }

    @Test
    void anyOtherHostIsItselfOnly() {
        CalledUrl called = new CalledUrl(URI.create("https://cds.example/cds-services/a"));
        assertThat(called.isNamedBy("https://cds.example/cds-services/a")).isTrue();
        assertThat(called.isNamedBy("https://localhost/cds-services/a")).isFalse();
        assertThat(called.isNamedBy("https://cds.example/cds-services/a/")).isFalse();
    }
}
