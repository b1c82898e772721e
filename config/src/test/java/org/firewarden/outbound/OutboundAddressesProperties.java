package org.firewarden.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;

class OutboundAddressesProperties {

    private static final OutboundOrigin ORIGIN = new OutboundOrigin("https", "allowed.example", 443);
    private static final OutboundAddresses LIST = new OutboundAddresses(Set.of(ORIGIN), Set.of());

    /** Whatever is put before, into or behind a listed host: if the address is allowed, its host is the listed one. */
    @Property
    void anAllowedAddressHasTheListedHostForTheJdkToo(
            @ForAll @StringLength(max = 6) String before,
            @ForAll @StringLength(max = 6) String within,
            @ForAll @StringLength(max = 12) String behind) {
        String address = "https://" + before + "allowed" + within + ".example" + behind;
        if (LIST.decide(address).isAllowed()) {
            URI uri = URI.create(address);
            assertThat(uri.getHost()).isEqualToIgnoringCase("allowed.example");
            assertThat(uri.getUserInfo()).isNull();
            assertThat(uri.getPort()).isIn(-1, 443);
        }
    }

    @Property
    void aLongerNameIsAnotherName(@ForAll @AlphaChars @StringLength(min = 1, max = 10) String more) {
        assertThat(LIST.decide("https://" + more + "allowed.example/").isAllowed())
                .isFalse();
        assertThat(LIST.decide("https://allowed.example" + more + "/").isAllowed())
                .isFalse();
        assertThat(LIST.decide("https://allowed.example." + more + "/").isAllowed())
                .isFalse();
    }

    /** An IPv4 address that is written as one of IPv6 is never judged more mildly than as itself. */
    @Property
    void anEmbeddedAddressIsNoWayAround(@ForAll @Size(4) List<@IntRange(max = 255) Integer> parts)
            throws UnknownHostException {
        byte[] four = new byte[4];
        byte[] mapped = new byte[16];
        byte[] translated = new byte[16];
        byte[] tunnel = new byte[16];
        mapped[10] = mapped[11] = -1;
        translated[1] = 0x64;
        translated[2] = -1;
        translated[3] = (byte) 0x9b;
        tunnel[0] = 0x20;
        tunnel[1] = 0x02;
        for (int i = 0; i < 4; i++) {
            four[i] = parts.get(i).byteValue();
            mapped[12 + i] = four[i];
            translated[12 + i] = four[i];
            tunnel[2 + i] = four[i];
        }
        if (Network.of(InetAddress.getByAddress(four)) != Network.PUBLIC) {
            assertThat(Network.of(InetAddress.getByAddress(mapped))).isNotEqualTo(Network.PUBLIC);
            assertThat(Network.of(InetAddress.getByAddress(translated))).isNotEqualTo(Network.PUBLIC);
            assertThat(Network.of(InetAddress.getByAddress(tunnel))).isNotEqualTo(Network.PUBLIC);
        }
    }
}
