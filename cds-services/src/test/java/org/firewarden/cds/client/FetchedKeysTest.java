package org.firewarden.cds.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.jwk.JWKSet;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.firewarden.outbound.OutboundAnswer;
import org.firewarden.outbound.OutboundCalls;
import org.firewarden.phi.Phi;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** CDS Hooks 2.0.1, {@code jku}: keys at an address that was registered. */
class FetchedKeysTest {

    private static final URI ADDRESS = URI.create("https://ehr.example/jwks.json");

    private Instant now = Instant.parse("2026-11-21T12:00:00Z");
    private int asked;
    private @Nullable String document;

    private final Clock clock = new Clock() {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    };
    private final SigningEhr ehr = new SigningEhr("ehr", clock);
    private final FetchedKeys keys = new FetchedKeys(
            ADDRESS,
            new OutboundCalls() {
                @Override
                public OutboundAnswer get(URI address, int largest) throws IOException {
                    assertThat(address).isEqualTo(ADDRESS);
                    asked++;
                    if (document == null) {
                        throw new IOException("unreachable");
                    }
                    return new OutboundAnswer("application/json", document);
                }

                @Override
                public OutboundAnswer get(URI address, int largest, Phi<String> token) {
                    throw new AssertionError("no token goes to a key set");
                }
            },
            clock);

    @Test
    void aKnownKeyIsFetchedOnce() throws JOSEException {
        document = new JWKSet(ehr.key().toPublicJWK()).toString();
        for (int i = 0; i < 100; i++) {
            assertThat(keys.verifierFor(header("k1"))).isPresent();
        }
        assertThat(asked).isEqualTo(1);
    }

    @Test
    void strangersCannotMakeTheServerCallOften() throws JOSEException {
        document = new JWKSet(ehr.key().toPublicJWK()).toString();
        for (int i = 0; i < 100; i++) {
            assertThat(keys.verifierFor(header("unknown"))).isEmpty();
        }
        assertThat(asked).isEqualTo(1);
        now = now.plus(Duration.ofMinutes(1));
        keys.verifierFor(header("unknown"));
        assertThat(asked).isEqualTo(2);
    }

    @Test
    void anUnreachableSetIsReliedOnForAnHour() throws JOSEException {
        document = new JWKSet(ehr.key().toPublicJWK()).toString();
        assertThat(keys.verifierFor(header("k1"))).isPresent();
        document = null;
        now = now.plus(Duration.ofMinutes(59));
        assertThat(keys.verifierFor(header("k1"))).isPresent();
        now = now.plus(Duration.ofMinutes(2));
        assertThat(keys.verifierFor(header("k1"))).isEmpty();
    }

    @Test
    void whatIsNoKeySetAdmitsNobody() throws JOSEException {
        document = "{\"keys\": []}";
        assertThat(keys.verifierFor(header("k1"))).isEmpty();
        document = "<html>";
        now = now.plus(Duration.ofMinutes(2));
        assertThat(keys.verifierFor(header("k1"))).isEmpty();
    }

    private static JWSHeader header(String keyId) {
        return new JWSHeader.Builder(JWSAlgorithm.ES384).keyID(keyId).build();
    }
}
