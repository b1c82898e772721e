package org.firewarden.server.export;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.firewarden.access.Caller;
import org.firewarden.cohort.Subject;
import org.firewarden.cohort.SubjectState;
import org.firewarden.crypto.ContentKey;
import org.firewarden.crypto.KeyPurpose;
import org.firewarden.crypto.KeyRing;
import org.firewarden.crypto.Sha256;
import org.firewarden.job.JobStoppedException;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Exports in the database, each sealed under a key of its own. One that is being made belongs to a job and is written by one attempt of
 * it: what an attempt that was followed by another still writes is refused. One that is ready is its owner's, until it expires.
 */
final class ExportStore {

    private static final int LARGEST_PART = 1 << 22;

    private final JdbcTemplate jdbc;
    private final TransactionOperations transaction;
    private final KeyRing ring;
    private final SecureRandom random;
    private final Clock clock;

    ExportStore(JdbcTemplate jdbc, TransactionOperations transaction, KeyRing ring, SecureRandom random, Clock clock) {
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.ring = ring;
        this.random = random;
        this.clock = clock;
    }

    /** An export that an attempt may write to. */
    record Draft(UUID id, UUID writer, ContentKey key, Instant startedAt) {}

    /** An export that is ready. */
    record Ready(UUID id, Instant startedAt, Instant expiresAt, ExportFiles files, ContentKey key) {}

    /** Begins the export of a job, or takes it over from an earlier attempt. */
    Draft begin(UUID jobId, UUID attempt, Caller owner) {
        List<Draft> drafts = transaction.execute(status -> {
            List<Draft> taken = jdbc.query(
                    "UPDATE firewarden.bulk_export SET writer = ? WHERE job_id = ? AND state = 'DRAFT'"
                            + " RETURNING id, content_key, started_at",
                    (row, i) -> {
                        UUID id = row.getObject("id", UUID.class);
                        return new Draft(
                                id,
                                attempt,
                                key(id, row.getBytes("content_key")),
                                row.getTimestamp("started_at").toInstant());
                    },
                    attempt,
                    jobId);
            return taken.isEmpty() ? List.of(create(jobId, attempt, owner)) : taken;
        });
        return Objects.requireNonNull(drafts).get(0);
    }

    private Draft create(UUID jobId, UUID attempt, Caller owner) {
        UUID id = UUID.randomUUID();
        ContentKey key = ContentKey.generate(random);
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        jdbc.update(
                "INSERT INTO firewarden.bulk_export (id, job_id, state, writer, content_key, started_at, subject,"
                        + " client_id, tenant) VALUES (?, ?, 'DRAFT', ?, ?, ?, ?, ?, ?)",
                id,
                jobId,
                attempt,
                key.sealedBy(ring, KeyPurpose.DATA_SET, "bulk-export-key/" + id),
                Timestamp.from(now),
                owner.subject(),
                owner.clientId(),
                owner.tenant());
        return new Draft(id, attempt, key, now);
    }

    private ContentKey key(UUID id, byte[] sealed) {
        return ContentKey.open(ring, KeyPurpose.DATA_SET, "bulk-export-key/" + id, sealed);
    }

    void subjects(Draft draft, List<String> patientIds) {
        transaction.executeWithoutResult(status -> {
            demand(draft);
            List<Object[]> rows = new ArrayList<>(patientIds.size());
            for (int i = 0; i < patientIds.size(); i++) {
                byte[] id = patientIds.get(i).getBytes(StandardCharsets.UTF_8);
                rows.add(new Object[] {draft.id(), i, draft.key().seal(random, subject(draft.id(), i), id)});
            }
            jdbc.batchUpdate(
                    "INSERT INTO firewarden.bulk_export_subject (export_id, ordinal, patient, state)"
                            + " VALUES (?, ?, ?, 'P')",
                    rows);
        });
    }

    List<Subject> inState(Draft draft, SubjectState state, int afterOrdinal, int limit) {
        return jdbc.query(
                "SELECT ordinal, patient FROM firewarden.bulk_export_subject WHERE export_id = ? AND state = ?"
                        + " AND ordinal > ? ORDER BY ordinal LIMIT ?",
                (row, i) -> {
                    int ordinal = row.getInt("ordinal");
                    byte[] id = draft.key().open(subject(draft.id(), ordinal), row.getBytes("patient"));
                    return new Subject(ordinal, new String(id, StandardCharsets.UTF_8));
                },
                draft.id(),
                state.code(),
                afterOrdinal,
                limit);
    }

    int count(Draft draft) {
        return number("SELECT count(*) FROM firewarden.bulk_export_subject WHERE export_id = ?", draft.id());
    }

    int count(Draft draft, SubjectState state) {
        return number(
                "SELECT count(*) FROM firewarden.bulk_export_subject WHERE export_id = ? AND state = ?",
                draft.id(),
                state.code());
    }

    /** Keeps what was read of one record, and replaces what was there of it. */
    void keep(Draft draft, int ordinal, SubjectState state, List<ObjectNode> resources) {
        Map<String, ByteArrayOutputStream> open = new LinkedHashMap<>();
        transaction.executeWithoutResult(status -> {
            demand(draft);
            jdbc.update(
                    "DELETE FROM firewarden.bulk_export_part WHERE export_id = ? AND ordinal = ?", draft.id(), ordinal);
            int number = 0;
            for (ObjectNode resource : resources) {
                String type = resource.path("resourceType").asText();
                ByteArrayOutputStream part = open.computeIfAbsent(type, t -> new ByteArrayOutputStream());
                part.writeBytes(resource.toString().getBytes(StandardCharsets.UTF_8));
                part.write('\n');
                if (part.size() >= LARGEST_PART) {
                    insert(draft, type, ordinal, number++, part);
                }
            }
            for (Map.Entry<String, ByteArrayOutputStream> rest : open.entrySet()) {
                if (rest.getValue().size() > 0) {
                    insert(draft, rest.getKey(), ordinal, number++, rest.getValue());
                }
            }
            jdbc.update(
                    "UPDATE firewarden.bulk_export_subject SET state = ? WHERE export_id = ? AND ordinal = ?",
                    state.code(),
                    draft.id(),
                    ordinal);
        });
    }

    private void insert(Draft draft, String type, int ordinal, int number, ByteArrayOutputStream part) {
        jdbc.update(
                "INSERT INTO firewarden.bulk_export_part (export_id, type, ordinal, part, content)"
                        + " VALUES (?, ?, ?, ?, ?)",
                draft.id(),
                type,
                ordinal,
                number,
                draft.key()
                        .seal(random, ExportFileStream.subject(draft.id(), type, ordinal, number), part.toByteArray()));
        part.reset();
    }

    /** Counts the files and lets their owner have them; from then on nothing of them changes, and whose they are is gone. */
    ExportFiles release(Draft draft, Caller owner, Instant expiresAt) throws IOException {
        List<ExportFiles.File> all = new ArrayList<>();
        for (String type : jdbc.queryForList(
                "SELECT DISTINCT type FROM firewarden.bulk_export_part WHERE export_id = ? ORDER BY type",
                String.class,
                draft.id())) {
            all.add(counted(draft, type));
        }
        ExportFiles files = ExportFiles.of(all, owner);
        transaction.executeWithoutResult(status -> {
            demand(draft);
            jdbc.update("DELETE FROM firewarden.bulk_export_subject WHERE export_id = ?", draft.id());
            jdbc.update(
                    "UPDATE firewarden.bulk_export SET state = 'READY', writer = NULL, expires_at = ?, files = ?"
                            + " WHERE id = ?",
                    Timestamp.from(expiresAt),
                    draft.key().seal(random, filesSubject(draft.id()), files.toBytes()),
                    draft.id());
        });
        return files;
    }

    private ExportFiles.File counted(Draft draft, String type) throws IOException {
        Sha256.Running digest = new Sha256.Running();
        long resources = 0;
        long bytes = 0;
        try (InputStream content = new ExportFileStream(jdbc, draft.key(), draft.id(), type, null)) {
            byte[] chunk = content.readNBytes(1 << 16);
            while (chunk.length > 0) {
                digest.update(chunk);
                bytes += chunk.length;
                for (byte one : chunk) {
                    resources += one == '\n' ? 1 : 0;
                }
                chunk = content.readNBytes(1 << 16);
            }
        }
        return new ExportFiles.File(type, resources, bytes, digest.hex());
    }

    /** The export that a job has made, if it is ready and not over. */
    Optional<Ready> ofJob(UUID jobId) {
        return ready("job_id = ?", jobId).stream().findFirst();
    }

    /** The export, for its owner: the same person, through the same application, at the same organisation. */
    Optional<Ready> find(UUID id, Caller owner) {
        return ready(
                        "id = ? AND subject = ? AND client_id = ? AND tenant IS NOT DISTINCT FROM ?",
                        id,
                        owner.subject(),
                        owner.clientId(),
                        owner.tenant())
                .stream()
                .findFirst();
    }

    private List<Ready> ready(String condition, @Nullable Object... arguments) {
        return jdbc
                .query(
                        "SELECT id, started_at, expires_at, files, content_key FROM firewarden.bulk_export WHERE "
                                + condition + " AND state = 'READY'",
                        (row, i) -> {
                            UUID id = row.getObject("id", UUID.class);
                            ContentKey key = key(id, row.getBytes("content_key"));
                            return new Ready(
                                    id,
                                    row.getTimestamp("started_at").toInstant(),
                                    row.getTimestamp("expires_at").toInstant(),
                                    ExportFiles.read(key.open(filesSubject(id), row.getBytes("files"))),
                                    key);
                        },
                        arguments)
                .stream()
                .filter(export -> clock.instant().isBefore(export.expiresAt()))
                .toList();
    }

    /** The clear text of a file. */
    InputStream read(Ready export, ExportFiles.File file) {
        return new ExportFileStream(jdbc, export.key(), export.id(), file.type(), file);
    }

    /** Destroys the export of a job, if there is one; its id, if there was. */
    Optional<UUID> destroy(UUID jobId) {
        List<UUID> gone = transaction.execute(status -> {
            List<UUID> ids = jdbc.queryForList(
                    "SELECT id FROM firewarden.bulk_export WHERE job_id = ? FOR UPDATE", UUID.class, jobId);
            for (UUID id : ids) {
                jdbc.update("DELETE FROM firewarden.bulk_export_part WHERE export_id = ?", id);
                jdbc.update("DELETE FROM firewarden.bulk_export_subject WHERE export_id = ?", id);
                jdbc.update("DELETE FROM firewarden.bulk_export WHERE id = ?", id);
            }
            return ids;
        });
        return gone == null ? Optional.empty() : gone.stream().findFirst();
    }

    /** The jobs whose exports are over, or whose drafts nobody works on any more. */
    List<UUID> jobsOver(Instant oldestDraft) {
        return jdbc.queryForList(
                "SELECT job_id FROM firewarden.bulk_export WHERE (state = 'READY' AND expires_at <= ?)"
                        + " OR (state = 'DRAFT' AND started_at < ?)",
                UUID.class,
                Timestamp.from(clock.instant()),
                Timestamp.from(oldestDraft));
    }

    /** Only the attempt that has the draft writes to it, and it keeps it for as long as this transaction lasts. */
    private void demand(Draft draft) {
        List<Integer> held = jdbc.queryForList(
                "SELECT 1 FROM firewarden.bulk_export WHERE id = ? AND state = 'DRAFT' AND writer = ? FOR UPDATE",
                Integer.class,
                draft.id(),
                draft.writer());
        if (held.isEmpty()) {
            throw new JobStoppedException(JobStoppedException.Reason.LEASE_LOST);
        }
    }

    private int number(String sql, Object... arguments) {
        Integer number = jdbc.queryForObject(sql, Integer.class, arguments);
        return number == null ? 0 : number;
    }

    private static String subject(UUID id, int ordinal) {
        return "bulk-export-subject/" + id + "/" + ordinal;
    }

    private static String filesSubject(UUID id) {
        return "bulk-export-files/" + id;
    }
}
