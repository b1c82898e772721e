package org.firewarden.model.registry;

import java.util.Optional;
import org.springframework.jdbc.core.JdbcTemplate;

/** Keeps reports in the table {@code firewarden.model_report} (PostgreSQL). */
public final class JdbcModelReports implements ModelReports {

    private final JdbcTemplate jdbc;

    /** Uses the database behind the template. */
    public JdbcModelReports(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public void keep(String modelId, String version, ModelReport report) {
        jdbc.update(
                "INSERT INTO firewarden.model_report (model_id, version, report, page) VALUES (?, ?, ?, ?)"
                        + " ON CONFLICT DO NOTHING",
                modelId,
                version,
                report.json(),
                report.page());
    }

    @Override
    public Optional<ModelReport> find(String modelId, String version) {
        return jdbc
                .query(
                        "SELECT report, page FROM firewarden.model_report WHERE model_id = ? AND version = ?",
                        (row, number) -> new ModelReport(row.getString("report"), row.getString("page")),
                        modelId,
                        version)
                .stream()
                .findFirst();
    }
}
