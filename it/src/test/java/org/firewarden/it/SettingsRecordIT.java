package org.firewarden.it;

import static org.assertj.core.api.Assertions.assertThat;

import org.firewarden.control.Control;
import org.firewarden.server.settings.SettingsRecord;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/** A setting that is another than at the last start is an event, which names it and does not tell its value. */
class SettingsRecordIT {

    private static final JdbcTemplate JDBC = RunningServer.bean(JdbcTemplate.class);

    private static String trail() {
        return Client.as("audrey", "user/AuditEvent.rs")
                .get("/fhir/AuditEvent?subtype=settings-change&_count=200")
                .body();
    }

    @Test
    @Control("164.312(b)")
    void aSettingThatChangedIsAnEvent() {
        SettingsRecord settings = RunningServer.bean(SettingsRecord.class);
        assertThat(trail()).contains("first-start").doesNotContain("firewarden.public-base-url");

        settings.note();
        assertThat(trail()).as("nothing changed").doesNotContain("\"changed\"");

        JDBC.update("UPDATE firewarden.setting SET hash = 'another' WHERE name = 'firewarden.public-base-url'");
        JDBC.update("DELETE FROM firewarden.setting WHERE name = 'firewarden.data-directory'");
        JDBC.update("INSERT INTO firewarden.setting (name, hash) VALUES ('firewarden.gone', 'x')");
        settings.note();

        assertThat(trail())
                .contains("firewarden.public-base-url", "firewarden.data-directory", "firewarden.gone")
                .contains("\"changed\"", "\"added\"", "\"removed\"")
                .doesNotContain(RunningServer.data().toString());
        assertThat(JDBC.queryForObject("SELECT count(*) FROM firewarden.setting WHERE hash = 'another'", Long.class))
                .isZero();
    }
}
