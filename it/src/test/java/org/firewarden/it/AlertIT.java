package org.firewarden.it;

import static org.assertj.core.api.Assertions.assertThat;

import org.firewarden.control.Control;
import org.firewarden.ledger.alert.AlertWatch;
import org.firewarden.ledger.siem.SiemOutputs;
import org.junit.jupiter.api.Test;

/** Who opens the record of somebody known, or of the own household, is seen by auditors, metrics and the SIEM. */
class AlertIT {

    @Test
    @Control("164.308(a)(1)(ii)(D)")
    void whoOpensAWatchedRecordAgainAndAgainIsAnAlert() {
        Client loader = Client.loader();
        assertThat(loader.put("/fhir/Patient/it-known", """
                        {"resourceType": "Patient", "id": "it-known", "name": [{"family": "Known"}],
                         "meta": {"security": [{"system": "http://terminology.hl7.org/CodeSystem/v3-ActCode", "code": "CEL"}]},
                         "address": [{"line": ["7 Alert Lane"], "postalCode": "99999"}]}
                        """).status()).isIn(200, 201);
        assertThat(loader.put("/fhir/Practitioner/alice", """
                        {"resourceType": "Practitioner", "id": "alice", "name": [{"family": "Ames"}],
                         "address": [{"use": "home", "line": ["7, Alert Lane"], "postalCode": "99999"}]}
                        """).status()).isIn(200, 201);
        Client alice = Client.as("alice", "user/*.rs");

        for (int i = 0; i < 3; i++) {
            assertThat(alice.get("/fhir/Patient/it-known").status()).isEqualTo(200);
        }
        RunningServer.bean(AlertWatch.class).look();

        String trail = Client.as("audrey", "user/AuditEvent.rs")
                .get("/fhir/AuditEvent?subtype=alert&user=Practitioner/alice")
                .body();
        assertThat(trail).contains("\"vip-record\"").contains("\"own-household\"");
        RunningServer.bean(SiemOutputs.class).look();
        assertThat(RunningServer.siem().messages())
                .anyMatch(message -> message.startsWith("<105>1 ")
                        && message.contains(" alert [")
                        && message.contains("\"alert\":\"vip-record\"")
                        && message.contains("Practitioner/alice"));
        assertThat(Client.as("root", "").get("/actuator/prometheus").body())
                .containsPattern("firewarden_alerts_raised_total\\{[^}]*pattern=\"vip-record\"[^}]*\\} [1-9]")
                .doesNotContain("it-known");
    }
}
