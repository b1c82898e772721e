package org.firewarden.train.operation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Optional;
import java.util.UUID;
import org.firewarden.train.evaluate.EvaluationReport;
import org.firewarden.train.evaluate.ReportJson;
import org.firewarden.train.evaluate.ReportPage;
import org.firewarden.train.run.TrainSettings;
import org.springframework.jdbc.core.JdbcTemplate;

/** Keeps what came of each run, with its whole report, in the table {@code firewarden.training_run}. */
public final class TrainingRuns {

    private static final String INSERT = "INSERT INTO firewarden.training_run (run_id, subject, data_set, data_sha256,"
            + " code_version, settings, model, version, sha256, report, report_page, processor)"
            + " VALUES (?, ?, ?, ?, ?, ?::jsonb, ?, ?, ?, ?::jsonb, ?, ?) ON CONFLICT DO NOTHING";

    private final JdbcTemplate jdbc;
    private final ObjectMapper json = new ObjectMapper();

    /** Uses the database behind the template. */
    public TrainingRuns(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * What came of a run.
     *
     * @param subject for whom it was done
     * @param dataSet the data set's reference
     * @param dataSha256 the digest of its manifest
     * @param codeVersion which code did it
     * @param settings what decides its outcome
     * @param model the model's id
     * @param version its version
     * @param sha256 the artifact's digest
     * @param report how well it does
     * @param processor on what type of processor it was done
     */
    public record Finished(
            String subject,
            String dataSet,
            String dataSha256,
            String codeVersion,
            TrainSettings settings,
            String model,
            String version,
            String sha256,
            EvaluationReport report,
            String processor) {}

    /** Keeps a run; a second time it changes nothing. */
    public void keep(UUID runId, Finished run) {
        jdbc.update(
                INSERT,
                runId,
                run.subject(),
                run.dataSet(),
                run.dataSha256(),
                run.codeVersion(),
                run.settings().toJson(),
                run.model(),
                run.version(),
                run.sha256(),
                ReportJson.of(run.report()),
                ReportPage.of(run.report()),
                run.processor());
    }

    /** The report of a run as JSON. */
    public Optional<JsonNode> report(UUID runId) {
        return jdbc
                .queryForList("SELECT report::text FROM firewarden.training_run WHERE run_id = ?", String.class, runId)
                .stream()
                .findFirst()
                .map(this::read);
    }

    /**
     * Whether this server did a run that made just this: a manifest says what whoever signed it likes, and a run that was never done
     * was charged to no budget.
     */
    boolean isOf(TrainedVersion version) {
        return Boolean.TRUE.equals(jdbc.queryForObject(
                "SELECT EXISTS (SELECT 1 FROM firewarden.training_run WHERE run_id = ? AND model = ? AND version = ?"
                        + " AND sha256 = ? AND data_sha256 = ? AND code_version = ? AND settings = ?::jsonb)",
                Boolean.class,
                version.run(),
                version.device().model(),
                version.device().version(),
                version.sha256(),
                version.dataSha256(),
                version.codeVersion(),
                version.settings().toJson()));
    }

    /** On what type of processor a run was done; empty if that was not recorded. */
    public Optional<String> processor(UUID runId) {
        return jdbc
                .queryForList(
                        "SELECT processor FROM firewarden.training_run WHERE run_id = ? AND processor IS NOT NULL",
                        String.class,
                        runId)
                .stream()
                .findFirst();
    }

    private JsonNode read(String text) {
        try {
            return json.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a report is always JSON", e);
        }
    }
}
