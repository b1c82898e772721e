package org.firewarden.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.CookieManager;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.firewarden.gate.policy.PoliciesInForce;
import org.firewarden.gate.policy.PolicyFilesException;
import org.firewarden.server.FirewardenApplication;
import org.firewarden.server.accounts.AccountsCommand;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** The server without the demo, under policy files of its own. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class StartIT {

    private static final Duration LONG_ENOUGH = Duration.ofSeconds(30);
    private static final String ADMINISTRATOR_PASSWORD = "correct horse battery staple";

    /** What the command line printed. */
    private static final StringWriter SHELL = new StringWriter();

    /** One for all, so that the second start finds its database made. */
    @TempDir
    private static Path data;

    @TempDir
    private static Path policies;

    @BeforeAll
    static void copyPolicies() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("..", "config", "policies"))) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".yaml")).toList()) {
                Files.copy(file, policies.resolve(file.getFileName()));
            }
        }
    }

    private static String[] arguments(int port) {
        return new String[] {
            "--server.port=" + port,
            "--firewarden.data-directory=" + data,
            "--firewarden.keys.create-if-absent=true",
            "--firewarden.policies.directory=" + policies,
            "--firewarden.policies.refresh-interval=100ms"
        };
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Test
    @Order(1)
    void aServerThatIsNotTheDemoStartsAndHasNoDemoSignInsAndItsPolicyIsChangedWhileItRuns() throws Exception {
        int port = freePort();
        String base = "http://127.0.0.1:" + port;
        addAdministrator();
        SpringApplication application = new SpringApplication(FirewardenApplication.class);
        try (ConfigurableApplicationContext context = application.run(arguments(port))) {
            assertThat(context.isRunning()).isTrue();
            assertThat(status(HttpRequest.newBuilder(URI.create(base + "/actuator/health/readiness"))))
                    .isEqualTo(200);
            assertThat(status(HttpRequest.newBuilder(URI.create(base + "/fhir/metadata"))))
                    .isEqualTo(200);
            assertThat(status(HttpRequest.newBuilder(URI.create(base + "/fhir/Patient"))))
                    .isEqualTo(401);
            for (String path : new String[] {"/demo/token", "/demo/ehr-token"}) {
                assertThat(status(HttpRequest.newBuilder(URI.create(base + path))
                                .header("Content-Type", "application/x-www-form-urlencoded")
                                .POST(HttpRequest.BodyPublishers.ofString("user=alice&scope=user/*.rs&aud=x"))))
                        .isIn(401, 403, 404);
            }
            signInAsAdministrator(base);
            assertThat(accounts("people")).as("the data is the server's now").isEqualTo(1);
            changeThePolicy(context.getBean(PoliciesInForce.class), base);
        }
    }

    /** Before the first start, from a shell: neither the password nor a secret is an argument or is printed. */
    private static void addAdministrator() throws IOException {
        Path rights = Files.writeString(
                data.resolve("first.json"),
                "{\"name\": \"first\", \"roles\": [\"administrator\"], \"purposes\": [\"HOPERAT\"]}");
        Path password = Files.writeString(data.resolve("first.password"), ADMINISTRATOR_PASSWORD + "\n");
        Path registration = Files.writeString(
                data.resolve("app.json"),
                "{\"client_id\": \"first-app\", \"client_name\": \"First app\", \"redirect_uris\":"
                        + " [\"https://app.example/cb\"], \"scope\": \"patient/*.rs\", \"token_endpoint_auth_method\":"
                        + " \"client_secret_basic\"}");
        Path secret = data.resolve("app.secret");

        assertThat(accounts("write-person", rights.toString()))
                .as("no password")
                .isEqualTo(2);
        assertThat(accounts("write-person", rights.toString(), "--password-file=" + password))
                .isZero();
        assertThat(accounts("write-client", registration.toString(), "--secret-file=" + secret))
                .isZero();
        assertThat(Files.readString(secret)).matches("[A-Za-z0-9_-]{43}\n");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(secret)))
                .isEqualTo("rw-------");
        assertThat(SHELL.toString())
                .doesNotContain(ADMINISTRATOR_PASSWORD, Files.readString(secret).strip());
        assertThat(accounts("no-such-command")).isEqualTo(2);
    }

    private static int accounts(String... words) {
        List<String> arguments = new ArrayList<>(List.of(words));
        arguments.add("--firewarden.data-directory=" + data);
        arguments.add("--firewarden.keys.create-if-absent=true");
        PrintWriter shell = new PrintWriter(SHELL, true);
        return AccountsCommand.run(arguments, shell, shell);
    }

    /** The password is not enough for the administrators' page: a second factor is set up first. */
    private static void signInAsAdministrator(String base) throws Exception {
        HttpClient browser = HttpClient.newBuilder()
                .cookieHandler(new CookieManager())
                .followRedirects(HttpClient.Redirect.NORMAL)
                .build();
        HttpResponse<String> page = browser.send(
                HttpRequest.newBuilder(URI.create(base + "/smart/admin"))
                        .header("Accept", "text/html")
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        Matcher csrf = Pattern.compile("name=\"_csrf\"[^>]*value=\"([^\"]+)\"").matcher(page.body());
        assertThat(csrf.find()).as(page::body).isTrue();
        HttpResponse<String> next = browser.send(
                HttpRequest.newBuilder(URI.create(base + "/login"))
                        .header("Accept", "text/html")
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString("username=first&password="
                                + URLEncoder.encode(ADMINISTRATOR_PASSWORD, StandardCharsets.UTF_8) + "&_csrf="
                                + csrf.group(1)))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(next.uri().getPath()).isEqualTo("/login/second-factor");
        assertThat(next.body()).contains("Set up an authenticator app");
    }

    /** A good change counts as a whole and without a new start; a broken one leaves what was in force. */
    private static void changeThePolicy(PoliciesInForce inForce, String base) throws Exception {
        String before = inForce.get().hash();
        Path billing = policies.resolve("billing.yaml");
        String text = Files.readString(billing);
        Files.writeString(billing, text.replaceFirst("(?m)^page-limit: .*$", "page-limit: 7"));
        await(() -> !inForce.get().hash().equals(before));
        String changed = inForce.get().hash();
        assertThat(inForce.get().rules()).anyMatch(rule -> rule.pageLimit() == 7);

        Files.writeString(billing, text + "\nnobodyKnowsThis: 1\n");
        await(() -> !inForce.problems().isEmpty());
        assertThat(inForce.problems().get(0).toString())
                .startsWith("billing.yaml:")
                .contains("nobodyKnowsThis");
        assertThat(inForce.get().hash()).isEqualTo(changed);
        assertThat(status(HttpRequest.newBuilder(URI.create(base + "/actuator/health/readiness"))))
                .isEqualTo(200);
    }

    private static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + LONG_ENOUGH.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("in time").isLessThan(end);
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
    }

    @Test
    @Order(2)
    void aServerWithABrokenPolicyFileDoesNotStartAndSaysWhere() throws Exception {
        int port = freePort();
        SpringApplication application = new SpringApplication(FirewardenApplication.class);

        assertThatThrownBy(() -> application.run(arguments(port)).close())
                .hasRootCauseInstanceOf(PolicyFilesException.class)
                .hasStackTraceContaining("billing.yaml:")
                .hasStackTraceContaining("nobodyKnowsThis");
        assertThatThrownBy(
                        () -> status(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/fhir/metadata"))))
                .isInstanceOf(IOException.class);
    }

    /** Refused before a database is opened. */
    @Test
    @Order(3)
    void aServerThatOthersCouldListenInOnDoesNotStart() throws Exception {
        SpringApplication application = new SpringApplication(FirewardenApplication.class);
        List<String> open = new ArrayList<>(List.of(arguments(freePort())));
        open.add("--server.address=0.0.0.0");

        assertThatThrownBy(() -> application.run(open.toArray(String[]::new)).close())
                .hasStackTraceContaining("server.address is not an address of this machine alone");
    }

    private static int status(HttpRequest.Builder request) throws Exception {
        return HttpClient.newHttpClient()
                .send(request.build(), HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }
}
