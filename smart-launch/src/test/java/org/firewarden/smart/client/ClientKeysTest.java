package org.firewarden.smart.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import java.net.URI;
import java.time.Duration;
import java.util.Set;
import org.firewarden.access.PurposeOfUse;
import org.firewarden.access.SmartScopes;
import org.firewarden.smart.MovingClock;
import org.firewarden.smart.Requirement;
import org.firewarden.smart.TestClients;
import org.firewarden.smart.TestKeys;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whose keys are found, where, and how often they are fetched. */
class ClientKeysTest {

    private static final URI ADDRESS = URI.create("https://keys.example/jwks");

    private final ECKey first = TestKeys.es384("k-1");
    private final ECKey second = TestKeys.es384("k-2");
    private final MovingClock clock = new MovingClock();
    private final TestClients.Published published = new TestClients.Published();
    private final ClientKeys keys = new ClientKeys(published, clock);

    @Test
    @Requirement({296, 310, 326, 338, 339, 342})
    void publishedKeysAreFetchedOnceForAsLongAsTheyMayBeKept() {
        published.publish(ADDRESS, new JWKSet(first), "max-age=60");

        assertThat(keys.of(client(new Proof.KeysAt(ADDRESS)), header("k-1"))).hasSize(1);
        assertThat(keys.of(client(new Proof.KeysAt(ADDRESS)), header("k-1"))).hasSize(1);
        assertThat(published.fetches()).isEqualTo(1);
        clock.pass(Duration.ofSeconds(61));
        assertThat(keys.of(client(new Proof.KeysAt(ADDRESS)), header("k-1"))).hasSize(1);
        assertThat(published.fetches()).isEqualTo(2);
    }

    @Test
    @Requirement({341})
    void aRotationIsObeyedInBothDirections() {
        published.publish(ADDRESS, new JWKSet(first), "max-age=60");
        keys.of(client(new Proof.KeysAt(ADDRESS)), header("k-1"));
        published.publish(ADDRESS, new JWKSet(second), "max-age=60");

        clock.pass(Duration.ofSeconds(11));
        assertThat(keys.of(client(new Proof.KeysAt(ADDRESS)), header("k-2"))).hasSize(1);
        assertThat(keys.of(client(new Proof.KeysAt(ADDRESS)), header("k-1"))).isEmpty();
    }

    @Test
    void unknownKeysMakeItKnockEachTenSecondsAtMost() {
        published.publish(ADDRESS, new JWKSet(first), "max-age=3600");
        for (int i = 0; i < 20; i++) {
            assertThat(keys.of(client(new Proof.KeysAt(ADDRESS)), header("guess-" + i)))
                    .isEmpty();
        }
        assertThat(published.fetches()).isEqualTo(1);
        ClientRegistration nowhere = client(new Proof.KeysAt(URI.create("https://keys.example/none")));
        keys.of(nowhere, header("k-1"));
        keys.of(nowhere, header("k-1"));
        assertThat(published.fetches()).isEqualTo(2);
    }

    @Test
    @Requirement({338})
    void aHeaderChoosesNoAddressThatIsNotRegistered() {
        published.publish(ADDRESS, new JWKSet(first), "");
        URI evil = URI.create("https://evil.example/jwks");
        published.publish(evil, new JWKSet(second), "");
        JWSHeader.Builder header = new JWSHeader.Builder(JWSAlgorithm.ES384).keyID("k-2");

        assertThat(keys.of(
                        client(new Proof.KeysAt(ADDRESS)), header.jwkURL(evil).build()))
                .isEmpty();
        assertThat(keys.of(
                        client(new Proof.Keys(new JWKSet(second))),
                        header.jwkURL(evil).build()))
                .isEmpty();
        assertThat(published.fetches()).isZero();
        assertThat(keys.of(
                        client(new Proof.KeysAt(ADDRESS)),
                        new JWSHeader.Builder(JWSAlgorithm.ES384)
                                .keyID("k-1")
                                .jwkURL(ADDRESS)
                                .build()))
                .hasSize(1);
    }

    @Test
    @Requirement({297, 305})
    void keysThatWereGivenAreUsedAndNeverFetched() {
        assertThat(keys.of(client(new Proof.Keys(new JWKSet(first))), header("k-1")))
                .singleElement()
                .satisfies(key -> assertThat(key.isPrivate()).isFalse());
        assertThat(keys.of(client(new Proof.Keys(new JWKSet(first))), new JWSHeader(JWSAlgorithm.ES384)))
                .isEmpty();
        assertThat(keys.of(client(new Proof.None()), header("k-1"))).isEmpty();
        assertThat(published.fetches()).isZero();
    }

    @ParameterizedTest
    @Requirement({341})
    @CsvSource({"no-store,0", "'public, no-cache',0", "max-age=7,7", "max-age=999999,3600", "'',300", "max-age=x,300"})
    void theTimeToKeepIsTheClientsAndAnHourAtMost(String header, long seconds) {
        assertThat(ClientKeys.lifetime(header)).isEqualTo(Duration.ofSeconds(seconds));
    }

    private static JWSHeader header(String kid) {
        return new JWSHeader.Builder(JWSAlgorithm.ES384).keyID(kid).build();
    }

    private static ClientRegistration client(Proof proof) {
        return proof.isConfidential()
                ? ClientRegistration.backendService(
                        "b", "B", proof, SmartScopes.parse("system/*.rs"), Set.of(), PurposeOfUse.HOPERAT)
                : ClientRegistration.publicApp(
                        "b", "B", Set.of(TestClients.REDIRECT), SmartScopes.parse("patient/*.rs"));
    }
}
