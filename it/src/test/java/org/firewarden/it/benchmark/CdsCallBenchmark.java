package org.firewarden.it.benchmark;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.support.ClassicRequestBuilder;
import org.firewarden.cds.demo.DemoEhr;
import org.firewarden.server.FirewardenApplication;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Latency of a PREVENT call with supplied prefetch at a steady rate, with all that a real call passes: JWT, replay guard, gate,
 * model, recommendation, ledger, and the projector beside it. Each call is sent at its time, whatever became of those before,
 * and its latency counts from that time. Tokens are signed beforehand, as the EHR would. Client and database run on the same
 * cores.
 */
public final class CdsCallBenchmark {

    private static final int RATE = Integer.getInteger("rate", 100);
    private static final Duration WARM_UP = Duration.ofSeconds(Integer.getInteger("warm", 150));
    private static final Duration ROUND = Duration.ofSeconds(Integer.getInteger("round", 20));
    private static final int ROUNDS = 3;

    private final URI service;
    private final DemoEhr ehr;
    private final SteadyCalls calls = new SteadyCalls();
    private final String body = body();

    private CdsCallBenchmark(URI service, DemoEhr ehr) {
        this.service = service;
        this.ehr = ehr;
    }

    /** Runs it; prints a line for each round. */
    public static void main(String[] arguments) throws Exception {
        int port = freePort();
        Path data = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "benchmark");
        SpringApplication application = new SpringApplication(FirewardenApplication.class);
        try (ConfigurableApplicationContext context = application.run(
                "--spring.profiles.active=demo", "--server.port=" + port, "--firewarden.data-directory=" + data)) {
            URI service = URI.create("http://127.0.0.1:" + port + "/cds-services/prevent-risk");
            CdsCallBenchmark benchmark = new CdsCallBenchmark(service, context.getBean(DemoEhr.class));
            try (benchmark.calls) {
                benchmark.round("warm-up", WARM_UP);
                for (int round = 1; round <= ROUNDS; round++) {
                    benchmark.round("round " + round, ROUND);
                }
            }
        }
    }

    private void round(String name, Duration duration) throws Exception {
        int count = (int) (duration.toSeconds() * RATE);
        List<String> tokens = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            tokens.add("Bearer " + ehr.sign(service));
        }
        SteadyCalls.Times times = calls.send(
                count,
                RATE,
                i -> ClassicRequestBuilder.post(service)
                        .addHeader("Authorization", tokens.get(i))
                        .setEntity(body, ContentType.APPLICATION_JSON)
                        .build(),
                answer -> answer.contains("14.7%"));
        System.out.printf(
                "%s: %d calls at %d/s, %d cards, p50 %.1f ms, p90 %.1f ms, p99 %.1f ms, max %.1f ms%n",
                name, count, RATE, times.good(), times.at(0.50), times.at(0.90), times.at(0.99), times.at(1));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** The woman of the published check values, as an EHR would send her under the id of a patient of the demo. */
    private static String body() {
        String observations = String.join(
                ",",
                quantity("2093-3", 200, "mg/dL"),
                quantity("2085-9", 45, "mg/dL"),
                quantity("8480-6", 160, "mm[Hg]"),
                quantity("39156-5", 35, "kg/m2"),
                quantity("98979-8", 90, "mL/min/{1.73_m2}"),
                observation("72166-2", "\"valueCodeableConcept\": " + concept("http://snomed.info/sct", "266919005")));
        return """
               {"hook": "patient-view", "hookInstance": "%s",
                "context": {"userId": "Practitioner/alice", "patientId": "demo-prevent"},
                "prefetch": {
                  "patient": {"resourceType": "Patient", "id": "demo-prevent", "gender": "female", "birthDate": "%s"},
                  "observations": {"resourceType": "Bundle", "type": "searchset", "entry": [%s]},
                  "conditions": {"resourceType": "Bundle", "type": "searchset", "entry": [{"resource":
                    {"resourceType": "Condition", "subject": {"reference": "Patient/demo-prevent"},
                     "clinicalStatus": %s, "code": %s}}]},
                  "medications": {"resourceType": "Bundle", "type": "searchset", "entry": [{"resource":
                    {"resourceType": "MedicationRequest", "status": "active", "intent": "order", "authoredOn": "%s",
                     "subject": {"reference": "Patient/demo-prevent"}, "medicationCodeableConcept": %s}}]}}}
               """.formatted(
                        UUID.randomUUID(),
                        LocalDate.now(ZoneOffset.UTC).minusYears(50).minusMonths(6),
                        observations,
                        concept("http://terminology.hl7.org/CodeSystem/condition-clinical", "active"),
                        concept("http://snomed.info/sct", "44054006"),
                        recently(),
                        concept("http://www.nlm.nih.gov/research/umls/rxnorm", "29046"));
    }

    private static String quantity(String code, int value, String unit) {
        return observation(
                code,
                "\"valueQuantity\": {\"value\": %d, \"system\": \"http://unitsofmeasure.org\", \"code\": \"%s\"}"
                        .formatted(value, unit));
    }

    private static String observation(String code, String value) {
        return """
               {"resource": {"resourceType": "Observation", "status": "final", "effectiveDateTime": "%s",
                "subject": {"reference": "Patient/demo-prevent"}, "code": %s, %s}}
               """.formatted(recently(), concept("http://loinc.org", code), value);
    }

    private static String recently() {
        return LocalDate.now(ZoneOffset.UTC).minusMonths(1).toString();
    }

    private static String concept(String system, String code) {
        return "{\"coding\": [{\"system\": \"%s\", \"code\": \"%s\"}]}".formatted(system, code);
    }
}
