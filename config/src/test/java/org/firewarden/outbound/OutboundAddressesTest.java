package org.firewarden.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OutboundAddressesTest {

    private static final OutboundAddresses LIST = OutboundAddresses.parse(
            List.of("https://allowed.example", "https://allowed.example:8443"),
            List.of("http://127.0.0.1:9000", "https://idp.hospital.example"));

    private static OutboundDecision decide(String address, String... machines) {
        return LIST.decide(
                address,
                Arrays.stream(machines).map(OutboundAddressesTest::machine).toList());
    }

    private static InetAddress machine(String literal) {
        try {
            return InetAddress.getByName(literal);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }

    @Test
    void nothingIsAllowedByDefault() {
        assertThat(OutboundAddresses.NONE.decide("https://allowed.example/")).isEqualTo(refused("NOT_LISTED"));
    }

    @Test
    void aListedOriginIsAllowedWithThePortItIsListedWith() {
        assertThat(decide("https://allowed.example/a?b=c", "8.8.8.8").isAllowed())
                .isTrue();
        assertThat(decide("https://ALLOWED.example:8443/", "8.8.8.8").isAllowed())
                .isTrue();
        assertThat(decide("https://allowed.example:9443/", "8.8.8.8")).isEqualTo(refused("NOT_LISTED"));
        assertThat(decide("http://allowed.example/", "8.8.8.8")).isEqualTo(refused("NOT_LISTED"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://allowed.example.evil.example/",
                "https://evil-allowed.example/",
                "https://evil.example/allowed.example",
                "https://evil.example/?https://allowed.example/",
                "https://evil.example#https://allowed.example",
                "https://sub.allowed.example/",
                "https://example/",
                "http://localhost:9000/",
                "http://[::1]:9000/",
                "http://[::ffff:127.0.0.1]:9000/"
            })
    void whatOnlyLooksLikeAListedOriginIsNotOne(String address) {
        assertThat(LIST.decide(address)).as(address).isEqualTo(refused("NOT_LISTED"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://allowed.example@evil.example/", "https://user:secret@allowed.example/"})
    void anAddressThatNamesAUserIsRefused(String address) {
        assertThat(LIST.decide(address)).isEqualTo(refused("USER_INFORMATION"));
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1",
        "127.255.0.1",
        "::1",
        "10.1.2.3",
        "172.16.0.1",
        "172.31.255.255",
        "192.168.1.1",
        "100.64.0.1",
        "fc00::1",
        "fd12:3456::1",
        "169.254.169.254",
        "fe80::1",
        "0.0.0.0",
        "::",
        "224.0.0.1",
        "255.255.255.255",
        "ff02::1",
        "100.100.100.200",
        "192.0.0.192",
        "168.63.129.16",
        "fd00:ec2::254",
        "::ffff:127.0.0.1",
        "::ffff:a9fe:a9fe",
        "64:ff9b::7f00:1",
        "64:ff9b::a9fe:a9fe",
        "2002:7f00:1::",
        "2001:0:7f00:1::",
        "::127.0.0.1",
        "2001:db8::1",
        "192.0.2.1",
        "198.18.0.1",
        "198.51.100.7",
        "203.0.113.9",
        "240.0.0.1"
    })
    void aPublicNameThatLeadsInsideIsRefused(String machine) {
        assertThat(decide("https://allowed.example/", machine)).isEqualTo(refused("NETWORK"));
    }

    @Test
    void oneMachineInsideIsEnoughToRefuse() {
        assertThat(decide("https://allowed.example/", "8.8.8.8", "127.0.0.1")).isEqualTo(refused("NETWORK"));
        assertThat(decide("https://allowed.example/", "8.8.8.8", "2606:4700::1111")
                        .isAllowed())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"169.254.169.254", "fe80::1", "fd00:ec2::254", "::ffff:169.254.169.254", "0.0.0.0"})
    void anInternalOriginIsNeverAnAddressOfMachineCredentials(String machine) {
        assertThat(decide("https://idp.hospital.example/", machine)).isEqualTo(refused("NETWORK"));
    }

    @Test
    void anInternalOriginMayStandInsideAndOutside() {
        assertThat(decide("http://127.0.0.1:9000/x", "127.0.0.1").isAllowed()).isTrue();
        assertThat(decide("https://idp.hospital.example/", "10.0.0.9").isAllowed())
                .isTrue();
        assertThat(decide("https://idp.hospital.example/", "8.8.4.4").isAllowed())
                .isTrue();
    }

    @Test
    void aNameThatLeadsNowhereIsRefused() {
        assertThat(decide("https://allowed.example/")).isEqualTo(refused("UNRESOLVED"));
    }

    @Test
    void whatIsNoOriginOrIsPlainAndPublicIsNoSetting() {
        assertThatThrownBy(() -> OutboundAddresses.parse(List.of("http://allowed.example"), List.of()))
                .hasMessageContaining("with TLS only");
        assertThatThrownBy(() -> OutboundAddresses.parse(List.of("https://*.example"), List.of()))
                .hasMessageContaining("not an origin");
        assertThatThrownBy(() -> OutboundAddresses.parse(List.of("https://a.example/x"), List.of()))
                .hasMessageContaining("no path");
    }

    private static OutboundDecision refused(String reason) {
        return new OutboundDecision.Refused(OutboundDecision.Reason.valueOf(reason));
    }
}
