package org.firewarden.it;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Real traffic with canary values as patient data, bad traffic among it; then no log line, no metric and no column of ours
 * that is not declared to hold patient data has one of them.
 */
class CanaryIT {

    /** A new one for each run, so that nothing can be written down beforehand. */
    private static final String CANARY =
            "Zyq" + UUID.randomUUID().toString().replace("-", "").substring(0, 12);

    private static final String PATIENT = """
            {"resourceType": "Patient", "id": "it-canary", "name": [{"family": "%1$s", "given": ["%1$s"]}],
             "identifier": [{"system": "urn:mrn", "value": "%1$s"}], "address": [{"line": ["%1$s"], "city": "%1$s"}],
             "text": {"status": "generated", "div": "<div xmlns=\\"http://www.w3.org/1999/xhtml\\">%1$s</div>"}}
            """.formatted(CANARY);

    @Test
    void noCanaryReachesALogAMetricOrAColumnOfOurs() {
        RunningServer.listenToLog();

        goodTraffic();
        badTraffic();
        hookTraffic();

        LoggerFactory.getLogger("org.firewarden.it.control").warn("positive control of the log");
        assertThat(lines()).as("log lines are looked at").anyMatch(line -> line.contains("positive control"));
        assertThat(lines()).as("log lines").noneMatch(line -> line.contains(CANARY));
        assertThat(Client.as("root", "").get("/actuator/prometheus").body())
                .contains("jvm_memory")
                .doesNotContain(CANARY);
        assertThat(columns()).isEmpty();
    }

    private static void goodTraffic() {
        Client loader = Client.loader();
        assertThat(loader.put("/fhir/Patient/it-canary", PATIENT).status()).isIn(200, 201);
        Client alice = Client.as("alice", "user/*.rs");
        assertThat(alice.get("/fhir/Patient/it-canary").body()).contains(CANARY);
        assertThat(alice.get("/fhir/Patient?family=" + CANARY).body()).contains("it-canary");
        alice.get("/fhir/Patient?identifier=urn:mrn%7C" + CANARY);
        alice.get("/fhir/Patient/it-canary/$everything");
        alice.get("/fhir/Patient/it-canary/_history");
    }

    private static void badTraffic() {
        Client loader = Client.loader();
        loader.post("/fhir/Patient", "{\"resourceType\": \"Patient\", \"name\": \"" + CANARY);
        loader.post("/fhir/Patient", "{\"resourceType\": \"Patient\", \"birthDate\": \"" + CANARY + "\"}");
        loader.post("/fhir/Patient", "{\"resourceType\": \"Patient\", \"" + CANARY + "\": \"x\"}");
        loader.post(
                "/fhir/Observation",
                "{\"resourceType\": \"Observation\", \"status\": \"final\", \"subject\":"
                        + " {\"reference\": \"Patient/" + CANARY + "\"}, \"code\": {\"text\": \"" + CANARY + "\"}}");
        loader.get("/fhir/Patient?birthdate=" + CANARY);
        loader.get("/fhir/Patient?" + CANARY + "=x");
        loader.get("/fhir/Patient/" + CANARY);
        loader.get("/fhir/" + CANARY + "/1");
        loader.get("/" + CANARY);
        loader.get("/fhir/Patient?_has:Observation:patient:code=" + CANARY);
        loader.post(
                "/fhir",
                "{\"resourceType\": \"Bundle\", \"type\": \"transaction\", \"entry\": [{\"request\":"
                        + " {\"method\": \"GET\", \"url\": \"Patient?name=" + CANARY
                        + "\"}}, {\"request\": {\"method\": \"PUT\","
                        + " \"url\": \"Patient/" + CANARY + "?x=" + CANARY + "\"}}]}");
        Client.as("pat", "patient/*.rs").get("/fhir/Patient?family=" + CANARY);
        Client.with(CANARY).get("/fhir/Patient/it-canary");
        Client.anonymous().form("/demo/token", Map.of("user", CANARY, "scope", CANARY));
        Client.anonymous()
                .form("/oauth2/token", Map.of("grant_type", "client_credentials", "client_assertion", CANARY));
        Client.anonymous().form("/login", Map.of("username", CANARY, "password", CANARY));
        Client alice = Client.as("alice", "user/*.rs");
        alice.send(alice.request("/fhir/Patient/it-canary")
                .header("X-Request-Id", CANARY + " x")
                .header("User-Agent", CANARY)
                .GET());
    }

    private static void hookTraffic() {
        String service = "/cds-services/prevent-cvd-risk";
        Client.ehr(service).post(service, "application/json", """
                        {"hook": "patient-view", "hookInstance": "d1577c69-dfbe-44ad-ba6d-3e05e953b2ea",
                         "context": {"userId": "Practitioner/alice", "patientId": "it-canary"},
                         "prefetch": {"patient": %s}}
                        """.formatted(PATIENT));
        Client.ehr(service).post(service, "application/json", "{\"hook\": \"" + CANARY + "\", " + CANARY);
        Client.as("rita", "user/*.rs").post("/fhir/$deidentify", """
                        {"resourceType": "Parameters", "parameter": [{"name": "policy", "valueString": "safe-harbor"},
                          {"name": "identifiableData", "resource": {"resourceType": "Bundle", "type": "collection",
                            "entry": [{"resource": %s}]}}]}
                        """.formatted(PATIENT));
    }

    private static List<String> lines() {
        List<String> lines = new ArrayList<>();
        for (ILoggingEvent event : List.copyOf(RunningServer.log().list)) {
            StringBuilder line = new StringBuilder(event.getFormattedMessage());
            for (IThrowableProxy t = event.getThrowableProxy(); t != null; t = t.getCause()) {
                line.append(' ').append(t.getMessage());
            }
            lines.add(line.toString());
        }
        return lines;
    }

    private static List<String> columns() {
        JdbcTemplate jdbc = RunningServer.bean(JdbcTemplate.class);
        List<Map<String, Object>> columns = jdbc.queryForList(
                "SELECT table_name, column_name, col_description((table_schema || '.' || table_name)::regclass,"
                        + " ordinal_position) AS comment FROM information_schema.columns"
                        + " WHERE table_schema = 'firewarden'");
        assertThat(columns).hasSizeGreaterThan(40);
        List<String> found = new ArrayList<>();
        for (Map<String, Object> column : columns) {
            String name = column.get("table_name") + "." + column.get("column_name");
            Integer count = jdbc.queryForObject(
                    "SELECT count(*) FROM firewarden.%s WHERE CAST(%s AS text) LIKE ?"
                            .formatted(column.get("table_name"), column.get("column_name")),
                    Integer.class,
                    "%" + CANARY + "%");
            if (count != null && count > 0 && !isDeclared(column.get("comment"))) {
                found.add(name);
            }
        }
        return found;
    }

    /** A column may hold patient data if the comment that the migration gave it says so. */
    private static boolean isDeclared(@Nullable Object comment) {
        return comment != null && comment.toString().startsWith("PHI:");
    }
}
