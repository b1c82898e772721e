package org.firewarden.it.browser;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.JWTClaimsSet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The demo with the authorization server that is built in. The apps with a secret and with a key register themselves. */
final class EmbeddedSurroundings implements Surroundings {

    private static final String VOUCHER = "https://vouch.example";
    private static final String SCOPE =
            "openid fhirUser launch launch/patient patient/*.rs user/Practitioner.r offline_access";

    /** By name: browsers have no passkeys for an address. */
    private final String base = "http://localhost:" + RunningProgram.freePort();

    private final Path data = RunningProgram.freshFolder("demo");
    private final ECKey voucher = Keys.es384("voucher");
    private final TestApp apps = new TestApp();

    EmbeddedSurroundings() {
        RunningProgram server = FirewardenProgram.start(
                "firewarden-embedded",
                base,
                data,
                List.of(
                        "--spring.profiles.active=demo",
                        "--firewarden.public-base-url=" + base,
                        "--firewarden.smart.embedded.registration.statement-issuer=" + VOUCHER,
                        "--firewarden.smart.embedded.registration.statement-keys=" + keysOfVoucher()));
        server.awaitAnswer(URI.create(base + "/actuator/health/readiness"));
        apps.set(PUBLIC, options("demo-app"));
        JsonNode secret = register(SECRET, "client_secret_basic", null);
        apps.set(
                SECRET,
                options(secret.path("client_id").asText())
                        .put("clientSecret", secret.path("client_secret").asText()));
        ECKey key = Keys.es384("app-key");
        JsonNode withKey = register(KEY, "private_key_jwt", new JWKSet(key));
        ObjectNode options = options(withKey.path("client_id").asText());
        options.set("clientPrivateJwk", Http.JSON.valueToTree(key.toJSONObject()));
        apps.set(KEY, options);
    }

    /** Where the server is. */
    String base() {
        return base;
    }

    @Override
    public TestApp apps() {
        return apps;
    }

    @Override
    public String fhirBase() {
        return base + "/fhir";
    }

    @Override
    public Login login() {
        return new EmbeddedLogin(base);
    }

    @Override
    public String nameOf(String folder) {
        return folder.equals(PUBLIC) ? "Demo app" : "Growth chart" + folder.replace('/', ' ');
    }

    @Override
    public String prepareLaunch(String body) {
        try {
            ECKey ehr = ECKey.parse(Files.readString(data.resolve("demo-ehr.jwk")));
            String address = base + "/smart/launch";
            JsonNode launch = Http.send(
                    Http.json(address, body)
                            .header("Authorization", "Bearer " + Keys.assertion(ehr, "demo-ehr", address)),
                    201);
            return launch.path("launch").asText();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (ParseException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public String familyOfPrevent() {
        JsonNode token = Http.send(Http.form(base + "/demo/token", Map.of("user", "alice", "scope", "user/*.rs")), 200);
        return Http.send(
                        Http.to(fhirBase() + "/Patient/demo-prevent")
                                .header(
                                        "Authorization",
                                        "Bearer " + token.path("access_token").asText()),
                        200)
                .at("/name/0/family")
                .asText();
    }

    private ObjectNode options(String clientId) {
        return Http.JSON
                .createObjectNode()
                .put("clientId", clientId)
                .put("scope", SCOPE)
                .put("iss", fhirBase());
    }

    /** RFC 7591, with a statement of who is trusted that says what the app is: nothing else of a registration counts. */
    private JsonNode register(String folder, String method, @Nullable JWKSet keys) {
        JWTClaimsSet.Builder statement = new JWTClaimsSet.Builder()
                .issuer(VOUCHER)
                .claim("client_name", nameOf(folder))
                .claim("redirect_uris", List.of(apps.redirect(folder)))
                .claim("scope", "patient/*.rs user/*.rs");
        if (keys != null) {
            statement.claim("jwks", keys.toJSONObject(true));
        }
        ObjectNode registration = Http.JSON
                .createObjectNode()
                .put("token_endpoint_auth_method", method)
                .put("software_statement", Keys.sign(voucher, statement));
        return Http.send(Http.json(base + "/oauth2/register", registration.toString()), 201);
    }

    private Path keysOfVoucher() {
        try {
            return Files.writeString(data.resolve("voucher.jwks"), new JWKSet(voucher).toString(true));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
