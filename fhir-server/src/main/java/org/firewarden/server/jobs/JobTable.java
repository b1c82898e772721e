package org.firewarden.server.jobs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.firewarden.access.Caller;
import org.firewarden.job.Job;
import org.firewarden.job.JobState;
import org.firewarden.problem.Problem;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Table {@code firewarden.job}. Who works on a job holds its lease; every write of a worker names it, so that one which lost it
 * changes nothing any more. Leases run by the clock of the database, which all nodes share.
 */
final class JobTable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String HELD = " WHERE id = ? AND lease = ? AND state = 'RUNNING'";
    private static final String OWNED =
            " WHERE id = ? AND subject = ? AND client_id = ? AND tenant IS NOT DISTINCT FROM ? AND NOT forgotten";

    private final JdbcTemplate jdbc;

    JobTable(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** What a worker learns when it shows that it is alive. */
    enum Standing {
        HELD,
        CANCELLED,
        LOST
    }

    void insert(Job job, Caller owner, String correlationId, byte[] authority, byte[] parameters) {
        jdbc.update(
                "INSERT INTO firewarden.job (id, kind, state, subject, client_id, tenant, correlation_id, authority,"
                        + " parameters, submitted_at, expires_at) VALUES (?, ?, 'QUEUED', ?, ?, ?, ?, ?, ?, ?, ?)",
                job.id(),
                job.kind(),
                owner.subject(),
                owner.clientId(),
                owner.tenant(),
                correlationId,
                authority,
                parameters,
                Timestamp.from(job.submittedAt()),
                Timestamp.from(job.expiresAt()));
    }

    /** Also puts the submissions of one caller into a row, when it runs in a transaction. */
    int unfinishedOf(Caller owner) {
        jdbc.query(
                "SELECT pg_advisory_xact_lock(hashtextextended(?, 0))",
                row -> {},
                "job/" + owner.subject() + "/" + owner.tenant());
        Integer count = jdbc.queryForObject(
                "SELECT count(*) FROM firewarden.job WHERE state IN ('QUEUED', 'RUNNING') AND subject = ?"
                        + " AND tenant IS NOT DISTINCT FROM ?",
                Integer.class,
                owner.subject(),
                owner.tenant());
        return count == null ? 0 : count;
    }

    Optional<Job> find(UUID id, Caller owner, Function<byte[], Optional<ObjectNode>> opener) {
        return jdbc
                .query(
                        "SELECT * FROM firewarden.job" + OWNED,
                        (row, i) -> job(row, opener),
                        id,
                        owner.subject(),
                        owner.clientId(),
                        owner.tenant())
                .stream()
                .flatMap(Optional::stream)
                .findFirst();
    }

    /** Ends a job that waits, and asks the worker of one that runs to end it; a finished one is forgotten. */
    boolean cancel(UUID id, Caller owner) {
        int changed = jdbc.update(
                "UPDATE firewarden.job SET cancel_requested = true,"
                        + " forgotten = state IN ('SUCCEEDED', 'FAILED', 'CANCELLED'),"
                        + " finished_at = CASE state WHEN 'QUEUED' THEN now() ELSE finished_at END,"
                        + " state = CASE state WHEN 'QUEUED' THEN 'CANCELLED' ELSE state END"
                        + OWNED,
                id,
                owner.subject(),
                owner.clientId(),
                owner.tenant());
        return changed == 1;
    }

    /** Takes the oldest job that waits, or whose worker gave no sign of life. */
    Optional<ClaimedJob> claim(Collection<String> kinds, Duration lease) {
        UUID attempt = UUID.randomUUID();
        return jdbc
                .query(
                        "UPDATE firewarden.job SET state = 'RUNNING', lease = ?, attempts = attempts + 1,"
                                + " lease_until = now() + ? * interval '1 millisecond' WHERE id = (SELECT id"
                                + " FROM firewarden.job WHERE (state = 'QUEUED' OR (state = 'RUNNING' AND lease_until < now()))"
                                + " AND kind = ANY (?) ORDER BY submitted_at LIMIT 1 FOR UPDATE SKIP LOCKED)"
                                + " RETURNING id, kind, lease, attempts, correlation_id, authority, parameters, checkpoint",
                        (row, i) -> new ClaimedJob(
                                row.getObject("id", UUID.class),
                                row.getString("kind"),
                                row.getObject("lease", UUID.class),
                                row.getInt("attempts"),
                                row.getString("correlation_id"),
                                row.getBytes("authority"),
                                row.getBytes("parameters"),
                                row.getBytes("checkpoint")),
                        attempt,
                        lease.toMillis(),
                        kinds.toArray(String[]::new))
                .stream()
                .findFirst();
    }

    /** Shows that the attempt is alive, which makes its lease longer. */
    Standing renew(ClaimedJob job, Duration lease) {
        return jdbc
                .query(
                        "UPDATE firewarden.job SET lease_until = now() + ? * interval '1 millisecond'" + HELD
                                + " RETURNING cancel_requested",
                        (row, i) -> row.getBoolean(1) ? Standing.CANCELLED : Standing.HELD,
                        lease.toMillis(),
                        job.id(),
                        job.lease())
                .stream()
                .findFirst()
                .orElse(Standing.LOST);
    }

    void progress(ClaimedJob job, double fraction, Map<String, Double> facts) {
        jdbc.update(
                "UPDATE firewarden.job SET fraction = ?, facts = ?" + HELD,
                fraction,
                text(facts),
                job.id(),
                job.lease());
    }

    boolean save(ClaimedJob job, byte[] checkpoint) {
        return jdbc.update("UPDATE firewarden.job SET checkpoint = ?" + HELD, checkpoint, job.id(), job.lease()) == 1;
    }

    /** Ends the job; what it kept to go on is destroyed. False if the attempt had lost it. */
    boolean finish(
            ClaimedJob job,
            JobState state,
            @Nullable String result,
            @Nullable Map<String, Double> facts,
            List<Problem> problems) {
        return jdbc.update(
                        "UPDATE firewarden.job SET state = ?, result = ?, facts = coalesce(?, facts), problems = ?,"
                                + " fraction = CASE ? WHEN 'SUCCEEDED' THEN 1 ELSE fraction END, finished_at = now(),"
                                + " checkpoint = NULL, lease = NULL, lease_until = NULL"
                                + HELD,
                        state.name(),
                        result,
                        facts == null ? null : text(facts),
                        text(problems),
                        state.name(),
                        job.id(),
                        job.lease())
                == 1;
    }

    /**
     * Lets go of the job for another attempt.
     *
     * @param delay before which nobody takes it
     * @param countsAsAttempt false if the attempt is not the job's fault
     */
    void release(ClaimedJob job, Duration delay, boolean countsAsAttempt) {
        jdbc.update(
                "UPDATE firewarden.job SET lease = NULL, lease_until = now() + ? * interval '1 millisecond',"
                        + " attempts = attempts - ?"
                        + HELD,
                delay.toMillis() - 1,
                countsAsAttempt ? 0 : 1,
                job.id(),
                job.lease());
    }

    int purge(Duration retention) {
        return jdbc.update(
                "DELETE FROM firewarden.job WHERE finished_at < now() - ? * interval '1 millisecond'",
                retention.toMillis());
    }

    private static Optional<Job> job(ResultSet row, Function<byte[], Optional<ObjectNode>> opener) throws SQLException {
        Optional<ObjectNode> parameters = opener.apply(row.getBytes("parameters"));
        if (parameters.isEmpty()) {
            return Optional.empty();
        }
        Timestamp finished = row.getTimestamp("finished_at");
        return Optional.of(new Job(
                row.getObject("id", UUID.class),
                row.getString("kind"),
                state(row),
                parameters.get(),
                row.getDouble("fraction"),
                facts(row.getString("facts")),
                row.getTimestamp("submitted_at").toInstant(),
                finished == null ? null : finished.toInstant(),
                row.getTimestamp("expires_at").toInstant(),
                row.getInt("attempts"),
                row.getString("result"),
                problems(row.getString("problems"))));
    }

    /** For its owner a job is cancelled as soon as that was asked for. */
    private static JobState state(ResultSet row) throws SQLException {
        JobState state = JobState.valueOf(row.getString("state"));
        return !state.isFinished() && row.getBoolean("cancel_requested") ? JobState.CANCELLED : state;
    }

    private static Map<String, Double> facts(String text) {
        try {
            return JSON.readValue(text, new TypeReference<Map<String, Double>>() {});
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the facts of a job are not readable", e);
        }
    }

    private static List<Problem> problems(String text) {
        try {
            List<Problem> problems = new ArrayList<>();
            for (JsonNode problem : JSON.readTree(text)) {
                problems.add(new Problem(
                        problem.path("type").asText(),
                        problem.path("code").asText(),
                        problem.path("text").asText()));
            }
            return problems;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the problems of a job are not readable", e);
        }
    }

    private static String text(Map<String, Double> facts) {
        ObjectNode json = JSON.createObjectNode();
        facts.forEach((name, value) -> {
            if (Double.isFinite(value)) {
                json.put(name, value);
            }
        });
        return json.toString();
    }

    private static String text(List<Problem> problems) {
        ArrayNode json = JSON.createArrayNode();
        for (Problem problem : problems) {
            json.addObject()
                    .put("type", problem.issueType())
                    .put("code", problem.code())
                    .put("text", problem.text());
        }
        return json.toString();
    }
}
