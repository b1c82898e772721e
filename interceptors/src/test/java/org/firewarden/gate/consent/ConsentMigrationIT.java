package org.firewarden.gate.consent;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.firewarden.gate.decision.ConsentActor;
import org.firewarden.gate.decision.ConsentPeriod;
import org.firewarden.gate.decision.ConsentProvision;
import org.firewarden.gate.decision.ConsentRule;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/** What was kept by the first version of the table means the same in the second. */
class ConsentMigrationIT {

    @Test
    void rowsOfTheFirstVersionAreReadAsConsents() throws IOException {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start()) {
            JdbcTemplate jdbc = new JdbcTemplate(postgres.getPostgresDatabase());
            migrate(postgres, "1.2");
            jdbc.execute("INSERT INTO firewarden.consent_rule VALUES"
                    + " ('c1', 'a', 'DENY', '{}', '{}', false, null, null),"
                    + " ('c2', 'b', 'PERMIT', '{HRESCH}', '{Practitioner/x}', true,"
                    + "  '2026-01-01T00:00:00Z', '2027-01-01T00:00:00Z')");
            migrate(postgres, "latest");

            Map<String, List<ConsentRule>> rules =
                    new JdbcConsentRules(jdbc, references -> Map.of()).of(Map.of("a", Set.of(), "b", Set.of()));

            assertThat(rules.get("a"))
                    .containsExactly(new ConsentRule("c1", false, ConsentProvision.of(ConsentProvision.Type.DENY)));
            assertThat(rules.get("b")).singleElement().satisfies(rule -> {
                assertThat(rule.isResearch()).isTrue();
                assertThat(rule.root().type()).isEqualTo(ConsentProvision.Type.PERMIT);
                assertThat(rule.root().purposes().codes()).containsExactly("HRESCH");
                assertThat(rule.root().actors()).containsExactly(new ConsentActor("Practitioner/x", Set.of()));
                assertThat(rule.root().period())
                        .isEqualTo(DateSpan.of(ConsentDsl.period("2026..2026")).orElseThrow());
                assertThat(rule.root().period()).isNotEqualTo(ConsentPeriod.ALWAYS);
            });
        }
    }

    private static void migrate(EmbeddedPostgres postgres, String version) {
        Flyway.configure()
                .dataSource(postgres.getPostgresDatabase())
                .schemas("firewarden")
                .locations("classpath:org/firewarden/db")
                .target(version)
                .load()
                .migrate();
    }
}
