package org.firewarden.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.firewarden.control.Control;
import org.firewarden.it.Client.Answer;
import org.firewarden.server.endpoints.EndpointCheck;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Attack class 20: endpoints that nobody meant to open. */
@Control("164.312(a)(1)")
class ExposureAttackIT {

    @Test
    void whatIsDeclaredIsMapped() {
        EndpointCheck check = RunningServer.bean(EndpointCheck.class);

        assertThat(check.isRunning()).isTrue();
        assertThat(check.mapped()).hasSizeGreaterThan(50).contains("servlet fhir /fhir/*");
        assertThat(check.unmapped()).as("declared and not there").isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/actuator",
                "/actuator/env",
                "/actuator/heapdump",
                "/actuator/threaddump",
                "/actuator/beans",
                "/actuator/mappings",
                "/actuator/configprops",
                "/actuator/loggers",
                "/actuator/shutdown",
                "/actuator/jolokia",
                "/actuator/gateway/routes",
                "/actuator/sessions",
                "/actuator/httpexchanges",
                "/h2-console",
                "/console/../h2",
                "/swagger-ui.html",
                "/swagger-ui/index.html",
                "/v3/api-docs",
                "/fhir/swagger-ui/",
                "/fhir/api-docs",
                "/graphiql",
                "/tester",
                "/manager/html",
                "/server-status",
                "/.git/config",
                "/.env",
                "/WEB-INF/web.xml",
                "/META-INF/MANIFEST.MF",
                "/application.yaml",
                "/webjars/",
                "/oauth2/device_authorization",
                "/connect/register",
                "/userinfo",
                "/fhir/$reindex",
                "/fhir/$expunge",
                "/fhir/$mark-all-resources-for-reindexing",
                "/fhir/$get-resource-counts",
                "/fhir/$diff",
                "/fhir/$export",
                "/fhir/$import",
                "/fhir/$process-message",
                "/fhir/$perform-reindexing-pass",
                "/fhir/$bulkdata",
                "/error"
            })
    void whatNobodyOpenedIsShut(String path) {
        for (Client client : List.of(Client.anonymous(), Client.as("alice", "user/*.cruds"), Client.as("root", ""))) {
            Answer answer = client.get(path);
            assertThat(answer.status()).as(path).isBetween(400, 499);
            assertThat(answer.body()).doesNotContain("java.", "spring", "password", "HFJ_", "datasource");
        }
    }

    @Test
    void whatAnswersWithoutATokenHoldsNoPatient() {
        for (String path : List.of(
                "/fhir/metadata",
                "/fhir/.well-known/smart-configuration",
                "/.well-known/openid-configuration",
                "/oauth2/jwks",
                "/cds-services",
                "/actuator/health/liveness",
                "/actuator/health/readiness",
                "/login")) {
            Answer answer = Client.anonymous().get(path);
            assertThat(answer.status()).as(path).isEqualTo(200);
            assertThat(answer.body()).as(path).doesNotContain("demo-prevent", "\"d\":", "\"p\":", "firewarden-demo");
        }
    }
}
