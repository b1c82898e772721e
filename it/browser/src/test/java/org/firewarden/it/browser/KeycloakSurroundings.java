package org.firewarden.it.browser;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jose.jwk.ECKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Keycloak as it is published, with the realm and the provider that ship, and a server that is not the demo and is told of it by settings
 * alone. The interface engine brings the patients, by FHIR.
 */
final class KeycloakSurroundings implements Surroundings {

    private static final String PASSWORD = "firewarden-demo";
    private static final String DOOMED = "old-engine";
    private static final String ADMIN = UUID.randomUUID().toString();
    private static final String SCOPE =
            "openid fhirUser launch launch/patient patient/*.rs user/Practitioner.r offline_access";

    private final String keycloak = "http://127.0.0.1:" + RunningProgram.freePort();
    private final String base = "http://127.0.0.1:" + RunningProgram.freePort();
    private final String issuer = keycloak + "/realms/firewarden";
    private final Path deploy = Path.of(System.getProperty("keycloak.deploy"));
    private final ECKey ehrKey = Keys.es384("ehr");
    private final ECKey engineKey = Keys.es384("engine");
    private final TestApp apps = new TestApp();

    KeycloakSurroundings() {
        Path folder = RunningProgram.freshFolder("beside-keycloak");
        importRealm(folder);
        RunningProgram authorization = startKeycloak();
        RunningProgram server = FirewardenProgram.start(
                "firewarden-keycloak",
                base,
                folder,
                List.of(
                        "--firewarden.keys.create-if-absent=true",
                        "--spring.config.additional-location=file:" + deploy.resolve("firewarden.yaml"),
                        "--firewarden.smart.app-origins=" + apps.at(""),
                        "--firewarden.smart.external.issuer=" + issuer));
        authorization.awaitAnswer(URI.create(issuer));
        server.awaitAnswer(URI.create(base + "/actuator/health/readiness"));
        loadPatients();
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
        return new KeycloakLogin(PASSWORD, app -> endAccessOfAlice());
    }

    @Override
    public String nameOf(String folder) {
        return "Growth chart" + folder.replace('/', ' ');
    }

    @Override
    public String prepareLaunch(String body) {
        return Http.send(Http.json(base + "/smart/launch", body).header("Authorization", "Bearer " + ehrToken()), 201)
                .path("launch")
                .asText();
    }

    @Override
    public String familyOfPrevent() {
        return "Funk";
    }

    /** What the EHR shows to prepare launches. */
    String ehrToken() {
        return serviceToken("test-ehr", ehrKey, "prepare-launches");
    }

    /** What the interface engine shows. */
    String engineToken() {
        return serviceToken("engine", engineKey, "system/*.cruds");
    }

    /** What something shows that {@link #switchOffDoomed} ends. */
    String doomedToken() {
        return serviceToken(DOOMED, engineKey, "system/*.cruds");
    }

    private String serviceToken(String clientId, ECKey key, String scope) {
        String endpoint = issuer + "/protocol/openid-connect/token";
        return Http.send(
                        Http.form(
                                endpoint,
                                Map.of(
                                        "grant_type",
                                        "client_credentials",
                                        "scope",
                                        scope,
                                        "client_assertion_type",
                                        "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
                                        "client_assertion",
                                        Keys.assertion(key, clientId, endpoint))),
                        200)
                .path("access_token")
                .asText();
    }

    private void importRealm(Path folder) {
        KeycloakRealm realm = new KeycloakRealm(deploy.resolve("firewarden-realm.json"), PASSWORD);
        realm.person("alice", "clinician", Map.of("fhirUser", "Practitioner/alice", "purposeOfUse", "TREAT"));
        realm.person("cody", "clinician", Map.of("fhirUser", "Practitioner/cody", "purposeOfUse", "TREAT"));
        realm.person(
                "pat",
                "patient",
                Map.of("fhirUser", "Patient/demo-pat", "patient", "demo-pat", "purposeOfUse", "PATRQT"));
        realm.service("test-ehr", ehrKey, "app", "TREAT", "prepare-launches");
        realm.service("engine", engineKey, "interface-engine", "HOPERAT", "system/*.cruds");
        realm.service(DOOMED, engineKey, "interface-engine", "HOPERAT", "system/*.cruds");
        realm.fhirServer(fhirBase(), secretOfServer(folder));
        ECKey appKey = Keys.es384("app-key");
        String secret = UUID.randomUUID().toString();
        app(realm, PUBLIC, "public-app").put("publicClient", true);
        app(realm, SECRET, "secret-app").put("publicClient", false).put("secret", secret);
        KeycloakRealm.prove(app(realm, KEY, "key-app"), appKey);
        ObjectNode named = options("public-app");
        // Unlike Firewarden's own, Keycloak refuses a refresh that does not name its client.
        named.putObject("library").put("refreshTokenWithClientId", true);
        apps.set(PUBLIC, named);
        apps.set(SECRET, options("secret-app").put("clientSecret", secret));
        ObjectNode withKey = options("key-app");
        withKey.set("clientPrivateJwk", Http.JSON.valueToTree(appKey.toJSONObject()));
        apps.set(KEY, withKey);
        realm.writeTo(home().resolve("data/import/firewarden-realm.json"));
    }

    private static String secretOfServer(Path folder) {
        String secret = UUID.randomUUID().toString();
        try {
            Files.createDirectories(folder);
            Files.writeString(folder.resolve("keycloak.secret"), secret);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return secret;
    }

    private ObjectNode app(KeycloakRealm realm, String folder, String clientId) {
        return realm.app(clientId, nameOf(folder), apps.redirect(folder), "patient/*.rs", "user/*.rs");
    }

    private ObjectNode options(String clientId) {
        return Http.JSON
                .createObjectNode()
                .put("clientId", clientId)
                .put("scope", SCOPE)
                .put("iss", fhirBase());
    }

    private RunningProgram startKeycloak() {
        Path jar = deploy.resolve("target/firewarden-keycloak.jar");
        try {
            Files.copy(
                    jar, home().resolve("providers").resolve(jar.getFileName()), StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return RunningProgram.start(
                "keycloak",
                List.of(
                        home().resolve("bin/kc.sh").toString(),
                        "start-dev",
                        "--import-realm",
                        "--db=dev-mem",
                        "--cache=local",
                        "--http-host=127.0.0.1",
                        "--http-port=" + URI.create(keycloak).getPort()),
                Map.of(
                        "JAVA_HOME",
                        System.getProperty("java.home"),
                        "JAVA_OPTS_KC_HEAP",
                        "-Xms64m -Xmx512m",
                        "JAVA_OPTS_APPEND",
                        "-XX:TieredStopAtLevel=1",
                        "FIREWARDEN_FHIR_BASE",
                        fhirBase(),
                        "KC_BOOTSTRAP_ADMIN_USERNAME",
                        "admin",
                        "KC_BOOTSTRAP_ADMIN_PASSWORD",
                        ADMIN));
    }

    private static Path home() {
        return Path.of(System.getProperty("keycloak.directory"));
    }

    private void loadPatients() {
        ObjectNode bundle =
                Http.JSON.createObjectNode().put("resourceType", "Bundle").put("type", "transaction");
        for (String resource : List.of(
                "{\"resourceType\": \"Practitioner\", \"id\": \"alice\", \"name\": [{\"family\": \"Adams\"}]}",
                "{\"resourceType\": \"Practitioner\", \"id\": \"cody\", \"name\": [{\"family\": \"Carter\"}]}",
                "{\"resourceType\": \"Patient\", \"id\": \"demo-prevent\", \"name\": [{\"family\": \"Funk\","
                        + " \"given\": [\"Trenton\"]}], \"gender\": \"male\", \"birthDate\": \"1975-05-28\"}",
                "{\"resourceType\": \"Patient\", \"id\": \"demo-pat\", \"name\": [{\"family\": \"Patterson\","
                        + " \"given\": [\"Pat\"]}], \"gender\": \"female\", \"birthDate\": \"1980-01-02\"}",
                "{\"resourceType\": \"CareTeam\", \"id\": \"alice-prevent\", \"status\": \"active\", \"subject\":"
                        + " {\"reference\": \"Patient/demo-prevent\"}, \"participant\": [{\"member\":"
                        + " {\"reference\": \"Practitioner/alice\"}}]}")) {
            put(bundle, resource);
        }
        Http.send(
                Http.to(fhirBase())
                        .header("Content-Type", "application/fhir+json")
                        .header("Authorization", "Bearer " + engineToken())
                        .POST(HttpRequest.BodyPublishers.ofString(bundle.toString())),
                200);
    }

    private static void put(ObjectNode bundle, String resource) {
        try {
            JsonNode json = Http.JSON.readTree(resource);
            ObjectNode entry = bundle.withArray("entry").addObject();
            entry.set("resource", json);
            entry.putObject("request")
                    .put("method", "PUT")
                    .put(
                            "url",
                            json.path("resourceType").asText() + "/"
                                    + json.path("id").asText());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the account console does for a person who ends an app's access there. */
    private void endAccessOfAlice() {
        String token = administratorToken();
        String users = keycloak + "/admin/realms/firewarden/users";
        Http.send(
                Http.to(users + "/" + idOf(users + "?username=alice&exact=true", token) + "/consents/public-app")
                        .header("Authorization", "Bearer " + token)
                        .DELETE(),
                204);
    }

    /** What an administrator does with a client that has had its day. */
    void switchOffDoomed() {
        String token = administratorToken();
        String clients = keycloak + "/admin/realms/firewarden/clients";
        Http.send(
                Http.to(clients + "/" + idOf(clients + "?clientId=" + DOOMED, token))
                        .header("Authorization", "Bearer " + token)
                        .header("Content-Type", "application/json")
                        .PUT(HttpRequest.BodyPublishers.ofString(
                                "{\"clientId\": \"" + DOOMED + "\", \"enabled\": false}")),
                204);
    }

    private static String idOf(String query, String token) {
        return Http.send(Http.to(query).header("Authorization", "Bearer " + token), 200)
                .at("/0/id")
                .asText();
    }

    private String administratorToken() {
        return Http.send(
                        Http.form(
                                keycloak + "/realms/master/protocol/openid-connect/token",
                                Map.of(
                                        "grant_type",
                                        "password",
                                        "client_id",
                                        "admin-cli",
                                        "username",
                                        "admin",
                                        "password",
                                        ADMIN)),
                        200)
                .path("access_token")
                .asText();
    }
}
