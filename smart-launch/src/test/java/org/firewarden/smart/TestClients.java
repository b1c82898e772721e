package org.firewarden.smart;

import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.firewarden.access.PurposeOfUse;
import org.firewarden.access.Role;
import org.firewarden.access.SmartScopes;
import org.firewarden.crypto.Sha256;
import org.firewarden.outbound.OutboundAnswer;
import org.firewarden.outbound.OutboundCalls;
import org.firewarden.smart.client.Ability;
import org.firewarden.smart.client.ClientRegistration;
import org.firewarden.smart.client.Proof;

/** The clients of the tests besides the demo's, one of each kind, and the places where they publish keys. */
public final class TestClients {

    /** Where all of them are sent back to. */
    public static final URI REDIRECT = URI.create("https://app.example/cb");

    /** The secret of {@code secret-app}. */
    public static final String SECRET = "a-secret-of-the-test-and-of-nothing-else";

    /** The key of {@code key-app}, {@code test-ehr} and {@code resource-server}. */
    public static final ECKey KEY = TestKeys.es384("test-key");

    /** Where {@code published-backend} publishes its keys. */
    public static final URI PUBLISHED = URI.create("https://keys.example/jwks");

    private TestClients() {}

    /** What is found under an address, and how often it was fetched. */
    public static final class Published implements OutboundCalls {

        private final Map<URI, OutboundAnswer> documents = new ConcurrentHashMap<>();
        private final AtomicInteger fetches = new AtomicInteger();

        /** Publishes keys. */
        public void publish(URI address, JWKSet keys, String cacheControl) {
            documents.put(address, new OutboundAnswer("application/json", keys.toString(true), cacheControl));
        }

        /** How often anything was fetched. */
        public int fetches() {
            return fetches.get();
        }

        @Override
        public byte[] post(URI address, String type, byte[] body, int largest) throws IOException {
            return TestProvider.post(address, type, body);
        }

        @Override
        public OutboundAnswer get(URI address, int largest) throws IOException {
            if (TestProvider.isAt(address)) {
                return new OutboundAnswer("application/json", TestProvider.get(address));
            }
            fetches.incrementAndGet();
            OutboundAnswer answer = documents.get(address);
            if (answer == null) {
                throw new IOException("nothing is there");
            }
            return answer;
        }
    }

    static List<ClientRegistration> all() {
        Set<URI> redirects = Set.of(REDIRECT);
        SmartScopes ceiling = SmartScopes.parse("patient/*.cruds user/*.cruds");
        return List.of(
                ClientRegistration.app(
                        "secret-app",
                        "Secret app",
                        new Proof.Secret(Sha256.hex(SECRET.getBytes(StandardCharsets.UTF_8))),
                        redirects,
                        ceiling),
                ClientRegistration.app("key-app", "Key app", new Proof.Keys(new JWKSet(KEY)), redirects, ceiling),
                ClientRegistration.publicApp("trusted-app", "Trusted app", redirects, ceiling)
                        .with(Ability.WITHOUT_CONSENT),
                ClientRegistration.publicApp(
                        "narrow-app", "Narrow app <b>&", redirects, SmartScopes.parse("patient/Observation.rs")),
                ClientRegistration.ehr("test-ehr", "Test EHR", new JWKSet(KEY)),
                ClientRegistration.backendService(
                                "resource-server",
                                "Resource server",
                                new Proof.Keys(new JWKSet(KEY)),
                                SmartScopes.parse("system/*.rs"),
                                Set.of(Role.APP),
                                PurposeOfUse.HOPERAT)
                        .with(Ability.INTROSPECT),
                ClientRegistration.backendService(
                        "published-backend",
                        "Published backend",
                        new Proof.KeysAt(PUBLISHED),
                        SmartScopes.parse("system/*.rs"),
                        Set.of(Role.APP),
                        PurposeOfUse.HOPERAT));
    }
}
