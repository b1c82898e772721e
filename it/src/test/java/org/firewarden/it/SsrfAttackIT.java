package org.firewarden.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.firewarden.control.Control;
import org.firewarden.it.Client.Answer;
import org.firewarden.outbound.OutboundCalls;
import org.firewarden.outbound.OutboundRefusedException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Attack classes 10 and 12: each place where an address can be put, with the address of a server that must not be called. */
@Control("164.312(e)(1)")
class SsrfAttackIT {

    private final AtomicInteger hits = new AtomicInteger();
    private HttpServer canary;
    private String address;

    @BeforeEach
    void start() throws IOException {
        canary = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        canary.createContext("/", exchange -> {
            hits.incrementAndGet();
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        canary.start();
        address = "http://127.0.0.1:" + canary.getAddress().getPort() + "/hook";
    }

    @AfterEach
    void stop() {
        canary.stop(0);
    }

    private static String subscription(String type, String endpoint) {
        return """
                {"resourceType": "Subscription", "status": "requested", "reason": "x", "criteria": "Organization?",
                 "channel": {"type": "%s", "endpoint": "%s", "payload": "application/fhir+json"}}
                """.formatted(type, endpoint);
    }

    @Test
    void aSubscriptionToAnAddressThatNobodyListedIsRefused() {
        Client loader = Client.loader();
        for (String endpoint : List.of(
                address,
                address.replace("127.0.0.1", "localhost"),
                address.replace("127.0.0.1", "0x7f.1"),
                address.replace("127.0.0.1", "2130706433"),
                address.replace("127.0.0.1", "[::1]"),
                "http://allowed.example@127.0.0.1/",
                "http://169.254.169.254/latest/meta-data/",
                "https://hooks.example.org/x",
                "file:///etc/passwd",
                "mailto:a@example.org")) {
            for (String type : List.of("rest-hook", "message", "email")) {
                // The shipped policies open Subscription to nobody; what stands behind it is tested by itself.
                Answer answer = loader.post("/fhir/Subscription", subscription(type, endpoint));
                assertThat(answer.status()).as(endpoint).isEqualTo(403);
            }
        }
        loader.post("/fhir/Organization", "{\"resourceType\":\"Organization\",\"name\":\"it-ssrf\"}");
        assertThat(loader.get("/fhir/Subscription").json().path("entry")).isEmpty();
        assertThat(hits).hasValue(0);
    }

    @Test
    void aSubscriptionIsNotPutOrSentInATransaction() {
        Client loader = Client.loader();
        assertThat(loader.put(
                                "/fhir/Subscription/it-ssrf",
                                subscription("rest-hook", address)
                                        .replace("\"status\"", "\"id\": \"it-ssrf\", \"status\""))
                        .status())
                .isEqualTo(403);
        assertThat(loader.post("/fhir", """
                                {"resourceType": "Bundle", "type": "transaction", "entry": [
                                  {"resource": %s, "request": {"method": "POST", "url": "Subscription"}}]}
                                """.formatted(subscription("rest-hook", address)))
                        .status())
                .isEqualTo(403);
        assertThat(loader.delete("/fhir/Subscription/it-ssrf").status()).isEqualTo(403);
        assertThat(hits).hasValue(0);
    }

    @Test
    void noAddressInContentIsCalled() {
        Client loader = Client.loader();
        loader.post("/fhir/DocumentReference", """
                {"resourceType": "DocumentReference", "status": "current", "subject": {"reference": "Patient/demo-prevent"},
                 "content": [{"attachment": {"contentType": "application/pdf", "url": "%s"}}]}""".formatted(address));
        loader.post("/fhir/Patient", """
                {"resourceType": "Patient", "photo": [{"contentType": "image/png", "url": "%1$s"}],
                 "meta": {"profile": ["%1$s"]}, "extension": [{"url": "%1$s", "valueUrl": "%1$s"}]}""".formatted(address));
        loader.post("/fhir/Observation", """
                {"resourceType": "Observation", "status": "final", "code": {"coding": [{"system": "%1$s", "code": "x"}]},
                 "subject": {"reference": "%1$s/Patient/1"}}""".formatted(address));
        loader.post("/fhir/StructureDefinition", """
                {"resourceType": "StructureDefinition", "url": "%1$s", "name": "X", "status": "draft", "kind": "resource",
                 "abstract": false, "type": "Patient", "baseDefinition": "%1$s", "derivation": "constraint"}""".formatted(address));
        loader.post("/fhir/ValueSet", """
                {"resourceType": "ValueSet", "url": "urn:it-ssrf", "status": "active", "compose": {"include":
                  [{"system": "%1$s"}, {"valueSet": ["%1$s"]}]}}""".formatted(address));
        for (String path : List.of(
                "/fhir/ValueSet/$expand?url=" + address,
                "/fhir/Patient?_profile=" + address,
                "/fhir/Observation?subject=" + address + "/Patient/1",
                "/fhir/Patient/$validate?profile=" + address,
                "/fhir/Observation?code:in=" + address)) {
            loader.get(path);
        }
        loader.post("/fhir/$import", """
                {"resourceType": "Parameters", "parameter": [{"name": "input", "part": [{"name": "type", "valueCode":
                  "Patient"}, {"name": "url", "valueUri": "%s"}]}]}""".formatted(address));
        assertThat(hits).hasValue(0);
    }

    @Test
    void noAddressInAHookOrATokenIsCalled() {
        String service = "/cds-services/prevent-cvd-risk";
        Client.ehr(service).post(service, "application/json", """
                {"hook": "patient-view", "hookInstance": "d1577c69-dfbe-44ad-ba6d-3e05e953b2ea", "fhirServer": "%1$s",
                 "fhirAuthorization": {"access_token": "x", "token_type": "Bearer", "expires_in": 300,
                   "scope": "patient/*.rs", "subject": "x"},
                 "context": {"userId": "Practitioner/alice", "patientId": "demo-prevent"},
                 "prefetch": {"patient": {"resourceType": "Patient", "id": "demo-prevent", "photo": [{"url": "%1$s"}]}}}
                """.formatted(address));
        String header = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString("{\"alg\":\"RS256\",\"kid\":\"%1$s\",\"jku\":\"%1$s\",\"x5u\":\"%1$s\"}"
                        .formatted(address)
                        .getBytes(StandardCharsets.UTF_8));
        Client stranger = Client.with(header + ".e30.AAAA");
        assertThat(stranger.get("/fhir/Patient/demo-prevent").status()).isEqualTo(401);
        assertThat(stranger.post(service, "application/json", "{}").status()).isEqualTo(401);
        Client.anonymous()
                .form(
                        "/oauth2/token",
                        Map.of(
                                "grant_type", "client_credentials",
                                "client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
                                "client_assertion", header + ".e30.AAAA",
                                "scope", "system/*.rs"));
        assertThat(hits).hasValue(0);
    }

    @Test
    void theServersOwnPortCallsNobodyByDefault() {
        OutboundCalls calls = RunningServer.bean(OutboundCalls.class);

        assertThatThrownBy(() -> calls.get(URI.create(address), 1000)).isInstanceOf(OutboundRefusedException.class);
        assertThat(hits).hasValue(0);
    }
}
