package org.firewarden.smart;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which names are this machine's own; the same in smart-launch and cds-services. */
class OriginsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {"http://localhost", "http://LOCALHOST:8080", "http://127.0.0.1:8080/a", "http://[::1]:8080"})
    void theThreeNamesOfThisMachineAreLoopback(String address) {
        assertThat(Origins.isLoopback(URI.create(address))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.2",
                "http://127.1.2.3",
                "http://127.0.0.1.evil.example",
                "http://localhost.evil.example",
                "http://localhost.",
                "http://0.0.0.0",
                "http://[::]",
                "http://[::ffff:127.0.0.1]",
                "http://10.0.0.1"
            })
    void noOtherAddressIs(String address) {
        assertThat(Origins.isLoopback(URI.create(address))).isFalse();
    }
}
