package org.firewarden.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.firewarden.control.Control;
import org.firewarden.it.Client.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Attack class 10, XML: no body in XML is parsed, and no answer is written in it. */
@Control("164.312(a)(1)")
class XmlAttackIT {

    private final AtomicInteger hits = new AtomicInteger();
    private HttpServer canary;
    private String address = "";

    @BeforeEach
    void start() throws IOException {
        canary = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        canary.createContext("/", exchange -> {
            hits.incrementAndGet();
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        canary.start();
        address = "http://127.0.0.1:" + canary.getAddress().getPort() + "/canary";
    }

    @AfterEach
    void stop() {
        canary.stop(0);
    }

    @Test
    void anXmlBodyIsRefused() {
        assertThat(Client.loader()
                        .post("/fhir/Patient", "application/fhir+xml", "<Patient xmlns=\"http://hl7.org/fhir\"/>")
                        .status())
                .isEqualTo(415);
    }

    @Test
    void aBodyInXmlIsNotParsed() {
        String dtd = "<?xml version=\"1.0\"?><!DOCTYPE x SYSTEM \"" + address + "\" [<!ENTITY % p SYSTEM \"" + address
                + "\"> %p; <!ENTITY e SYSTEM \"file:///etc/passwd\">]>"
                + "<Patient xmlns=\"http://hl7.org/fhir\"><id value=\"&e;\"/></Patient>";
        Client loader = Client.loader();
        for (String type : List.of(
                "application/fhir+xml",
                "application/xml",
                "text/xml",
                "application/xml+fhir",
                "Application/FHIR+XML; charset=UTF-8")) {
            assertThat(loader.post("/fhir/Patient", type, dtd).status())
                    .as(type)
                    .isEqualTo(415);
        }
        for (String type : List.of("application/fhir+json", "text/plain", "application/octet-stream", "text/html")) {
            Answer answer = loader.post("/fhir/Patient", type, dtd);
            assertThat(answer.status()).as(type).isIn(400, 415);
            assertThat(answer.body()).doesNotContain("root:");
        }
        assertThat(hits).hasValue(0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"application/fhir+xml", "application/xml", "text/xml", "text/turtle", "application/fhir+turtle"})
    void whoAcceptsNoJsonGetsNothing(String accepted) {
        for (String path : List.of("/fhir/Patient/demo-prevent", "/fhir/Patient", "/fhir/metadata")) {
            Client alice = Client.as("alice", "user/*.rs");
            Answer answer =
                    alice.send(alice.request(path).header("Accept", accepted).GET());
            assertThat(answer.status()).as(answer::body).isEqualTo(406);
            assertThat(answer.header("Content-Type")).startsWith("application/fhir+json");
            assertThat(answer.problem()).isEqualTo("answer-format");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"xml", "application/fhir%2Bxml", "ttl", "html/json"})
    void anAddressAsksForNothingButJson(String format) {
        Answer answer = Client.as("alice", "user/*.rs").get("/fhir/Patient/demo-prevent?_format=" + format);

        assertThat(answer.status()).as(answer::body).isEqualTo(406);
        assertThat(answer.header("Content-Type")).startsWith("application/fhir+json");
    }

    @Test
    void whoAcceptsJsonBesidesGetsJson() {
        Client alice = Client.as("alice", "user/*.rs");
        for (String accepted : List.of("application/fhir+xml, application/fhir+json;q=0.1", "text/html,*/*;q=0.8")) {
            Answer answer = alice.send(alice.request("/fhir/Patient/demo-prevent")
                    .header("Accept", accepted)
                    .GET());
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.header("Content-Type")).startsWith("application/fhir+json");
        }
        assertThat(Client.anonymous()
                        .get("/fhir/metadata")
                        .json()
                        .path("format")
                        .toString())
                .contains("json")
                .doesNotContain("xml");
    }
}
