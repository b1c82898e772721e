package org.firewarden.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.firewarden.control.Control;
import org.firewarden.it.Client.Answer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Attack class 13: requests that are larger, deeper or wider than anybody needs. */
@Control("164.312(a)(1)")
class LimitAttackIT {

    private static void isRefused(Answer answer, int status, String code) {
        assertThat(answer.status()).as(answer::body).isEqualTo(status);
        assertThat(answer.json().path("resourceType").asText()).isEqualTo("OperationOutcome");
        assertThat(answer.problem()).as(answer::body).isEqualTo(code);
    }

    @Test
    void aCompressedBodyIsNotUnfolded() throws IOException {
        ByteArrayOutputStream bomb = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(bomb)) {
            byte[] block = new byte[1 << 20];
            for (int i = 0; i < 200; i++) {
                zip.write(block);
            }
        }
        Client loader = Client.loader();
        isRefused(
                loader.send(loader.request("/fhir/Patient")
                        .header("Content-Type", "application/fhir+json")
                        .header("Content-Encoding", "gzip")
                        .POST(HttpRequest.BodyPublishers.ofByteArray(bomb.toByteArray()))),
                415,
                "compressed-body");
    }

    @ParameterizedTest
    @CsvSource({
        "/fhir/Patient, application/fhir+json, '{\"resourceType\":\"Patient\",\"id\":\"'",
        "/fhir/Patient/_search, application/x-www-form-urlencoded, 'name='"
    })
    void aStringOfAGigabyteIsNotTaken(String path, String type, String start) throws IOException {
        long taken = 0;
        String token = Client.loader()
                .request(path)
                .build()
                .headers()
                .firstValue("Authorization")
                .orElseThrow();
        URI base = URI.create(RunningServer.base());
        byte[] block = ("100000\r\n" + "x".repeat(1 << 20) + "\r\n").getBytes(StandardCharsets.US_ASCII);
        String status = "";
        try (Socket socket = new Socket(base.getHost(), base.getPort())) {
            socket.setSoTimeout(30_000);
            OutputStream out = socket.getOutputStream();
            out.write(("POST " + path + " HTTP/1.1\r\nHost: x\r\nAuthorization: " + token + "\r\nContent-Type: " + type
                            + "\r\nTransfer-Encoding: chunked\r\n\r\n" + Integer.toHexString(start.length()) + "\r\n"
                            + start
                            + "\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            while (taken < 1024 && socket.getInputStream().available() == 0) {
                out.write(block);
                taken++;
            }
            byte[] head = socket.getInputStream().readNBytes(12);
            status = new String(head, StandardCharsets.US_ASCII);
        } catch (IOException closed) {
            // The server has enough and hangs up; how much it took is what counts.
            assertThat(taken).isPositive();
        }
        assertThat(taken).as("megabytes that the server took").isLessThan(300);
        assertThat(status).isIn("", "HTTP/1.1 413");
    }

    @Test
    void aThousandAndOneLevelsAreTooDeep() {
        String deep = "{\"resourceType\":\"Patient\",\"extension\":" + "[{\"extension\":".repeat(501) + "[]"
                + "}]".repeat(501) + "}";
        isRefused(Client.loader().post("/fhir/Patient", deep), 400, "nesting-too-deep");
        String bundles = "{\"resourceType\":\"Bundle\",\"type\":\"collection\",\"entry\":[{\"resource\":".repeat(400)
                + "{\"resourceType\":\"Patient\"}" + "}]}".repeat(400);
        isRefused(Client.loader().post("/fhir/Bundle", bundles), 400, "nesting-too-deep");
    }

    @Test
    void aHundredThousandEntriesAreTooMany() {
        String entry = "{\"request\":{\"method\":\"GET\",\"url\":\"Patient/x\"}}";
        String many = "{\"resourceType\":\"Bundle\",\"type\":\"batch\",\"entry\":[" + (entry + ",").repeat(100_001)
                + entry + "]}";
        isRefused(Client.loader().post("/fhir", many), 413, "too-many-elements");
    }

    @Test
    void aTransactionBeyondTheLimitStoresNothing() {
        String entries = IntStream.rangeClosed(0, 2000)
                .mapToObj(i -> "{\"resource\":{\"resourceType\":\"Organization\",\"id\":\"it-limit-" + i
                        + "\"},\"request\":{\"method\":\"PUT\",\"url\":\"Organization/it-limit-" + i + "\"}}")
                .collect(Collectors.joining(","));
        Client loader = Client.loader();
        isRefused(
                loader.post(
                        "/fhir", "{\"resourceType\":\"Bundle\",\"type\":\"transaction\",\"entry\":[" + entries + "]}"),
                413,
                "too-many-entries");
        assertThat(loader.get("/fhir/Organization/it-limit-0").status()).isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource({
        "_count=2147483648, number-out-of-range",
        "_count=99999999999999999999, number-out-of-range",
        "_count=-1, number-out-of-range",
        "_count=x, number-out-of-range",
        "_count=%D9%A1, number-out-of-range",
        "_offset=2147483648, number-out-of-range"
    })
    void aNumberThatIsNoneIsRefused(String query, String code) {
        isRefused(Client.as("alice", "user/*.rs").get("/fhir/Patient?" + query), 400, code);
    }

    @Test
    void aPageIsNeverLargerThanTheCeiling() {
        Answer answer = Client.as("alice", "user/*.rs").get("/fhir/Observation?_count=2147483647");

        assertThat(answer.status()).as(answer::body).isEqualTo(200);
        assertThat(answer.json().path("entry").size()).isLessThanOrEqualTo(200);
    }

    @Test
    void aQueryThatIsTooWideIsRefusedWhereverItStands() {
        Client alice = Client.as("alice", "user/*.rs");
        String list = IntStream.range(0, 501).mapToObj(i -> "p" + i).collect(Collectors.joining(","));
        String includes = IntStream.range(0, 17)
                .mapToObj(i -> "_include=Observation:patient")
                .collect(Collectors.joining("&"));
        String iterations = IntStream.range(0, 5)
                .mapToObj(i -> "_include:iterate=Observation:derived-from")
                .collect(Collectors.joining("&"));
        Map<String, String> wide = Map.of(
                "_id=" + list,
                "too-many-alternatives",
                includes,
                "too-many-includes",
                iterations,
                "too-many-iterations",
                "_id=1" + "&_id=1".repeat(100),
                "too-many-parameters");
        wide.forEach((query, code) -> {
            isRefused(alice.get("/fhir/Observation?" + query), 400, code);
            isRefused(alice.post("/fhir/Observation/_search", "application/x-www-form-urlencoded", query), 400, code);
            isRefused(alice.post("/fhir", """
                            {"resourceType": "Bundle", "type": "batch", "entry": [{"request":
                              {"method": "GET", "url": "Observation?%s"}}]}""".formatted(query)), 400, code);
        });
    }

    @Test
    void aLongAddressIsRefusedAndMayBeAForm() {
        Client alice = Client.as("alice", "user/*.rs");
        String name = "x".repeat(9_000);

        isRefused(alice.get("/fhir/Patient?name=" + name), 414, "address-too-long");
        assertThat(alice.get("/fhir/Patient?name=" + "x".repeat(60_000)).status())
                .isIn(400, 414, 431);
        assertThat(alice.post("/fhir/Patient/_search", "application/x-www-form-urlencoded", "name=" + name)
                        .status())
                .isIn(200, 400);
    }

    @Test
    void aSearchByFormFindsWhatTheSameQueryFinds() {
        Client alice = Client.as("alice", "user/*.rs");

        assertThat(alice.post("/fhir/Patient/_search", "application/x-www-form-urlencoded", "_id=demo-prevent")
                        .json()
                        .at("/entry/0/resource/id")
                        .asText())
                .isEqualTo("demo-prevent");
        assertThat(alice.post(
                                "/fhir/Patient/_search?_id=demo-prevent",
                                "application/x-www-form-urlencoded",
                                "_id=demo-pat")
                        .json()
                        .path("entry"))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"name:contains=%", "name=%%%", "name:contains=_", "name:exact=%"})
    void aWildcardOfTheDatabaseIsALetterLikeOthers(String query) {
        int equals = query.indexOf('=');
        Answer answer = Client.as("alice", "user/*.rs")
                .get("/fhir/Patient?" + query.substring(0, equals + 1)
                        + URLEncoder.encode(query.substring(equals + 1), StandardCharsets.UTF_8));

        assertThat(answer.status()).as(answer::body).isIn(200, 400, 403, 405);
        assertThat(answer.json().path("entry")).isEmpty();
    }

    @Test
    void aLongChainOfIncludesEnds() {
        Client loader = Client.loader();
        String entries = IntStream.range(0, 60)
                .mapToObj(i -> """
                        {"resource": {"resourceType": "Observation", "id": "it-chain-%1$d", "status": "final",
                          "code": {"text": "x"}, "subject": {"reference": "Patient/demo-prevent"}%2$s},
                         "request": {"method": "PUT", "url": "Observation/it-chain-%1$d"}}""".formatted(
                        i,
                        i == 59
                                ? ""
                                : ", \"derivedFrom\": [{\"reference\": \"Observation/it-chain-" + (i + 1) + "\"}]"))
                .collect(Collectors.joining(","));
        assertThat(loader.post(
                                "/fhir",
                                "{\"resourceType\":\"Bundle\",\"type\":\"transaction\",\"entry\":[" + entries + "]}")
                        .status())
                .isEqualTo(200);

        Answer answer = Client.as("alice", "user/*.rs")
                .get("/fhir/Observation?_id=it-chain-0&_include:iterate=Observation:derived-from");
        assertThat(answer.status()).as(answer::body).isIn(200, 403);
        assertThat(answer.json().path("entry").size()).isLessThanOrEqualTo(61);
    }

    @Test
    void aBodyInAnotherEncodingIsNotTaken() {
        Client loader = Client.loader();
        byte[] body = "{\"resourceType\":\"Observation\",\"valueQuantity\":{\"value\":1e999999}}"
                .getBytes(StandardCharsets.UTF_16);

        isRefused(
                loader.send(loader.request("/fhir/Observation")
                        .header("Content-Type", "application/fhir+json; charset=UTF-16")
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body))),
                415,
                "not-utf-8");
        isRefused(
                loader.send(loader.request("/fhir/Observation")
                        .header("Content-Type", "application/fhir+json")
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body))),
                400,
                "not-utf-8");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e1000", "1e999999999", "-2.5E+20000"})
    void aNumberThatWouldUnfoldWithoutEndIsRefused(String number) {
        Answer answer = Client.loader().post("/fhir/Observation", """
                        {"resourceType": "Observation", "status": "final", "code": {"text": "1e9999"},
                         "valueQuantity": {"value": %s}}
                        """.formatted(number));

        assertThat(answer.status()).as(answer::body).isEqualTo(400);
        assertThat(answer.problem()).isEqualTo("number-too-large");
    }
}
