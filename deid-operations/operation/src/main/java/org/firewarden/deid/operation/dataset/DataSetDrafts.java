package org.firewarden.deid.operation.dataset;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.firewarden.cohort.CollectedRecords;
import org.firewarden.cohort.Subject;
import org.firewarden.cohort.SubjectState;
import org.firewarden.crypto.ContentKey;
import org.firewarden.crypto.KeyPurpose;
import org.firewarden.crypto.KeyRing;
import org.firewarden.dataset.Custody;
import org.firewarden.dataset.DataFile;
import org.firewarden.dataset.DataSet;
import org.firewarden.dataset.Lineage;
import org.firewarden.deid.engine.dataset.DataSetInput;
import org.firewarden.deid.engine.dataset.DataSetOutput;
import org.firewarden.job.JobStoppedException;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.EmptyResultDataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Data sets that are being made. A draft belongs to one job and is written by one attempt of it: what an attempt that was followed by
 * another still writes is refused. Each record is written whole or not at all, and may be written again.
 */
public final class DataSetDrafts {

    private static final int LARGEST_PART = 1 << 22;

    private final JdbcTemplate jdbc;
    private final TransactionOperations transaction;
    private final KeyRing ring;
    private final DataSetSigner signer;
    private final SecureRandom random;
    private final Clock clock;

    DataSetDrafts(
            JdbcTemplate jdbc,
            TransactionOperations transaction,
            KeyRing ring,
            DataSetSigner signer,
            SecureRandom random,
            Clock clock) {
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.ring = ring;
        this.signer = signer;
        this.random = random;
        this.clock = clock;
    }

    /** A draft that an attempt may write to. */
    public static final class Draft {
        private final UUID id;
        private final UUID writer;
        private final ContentKey key;
        private final Instant startedAt;
        private volatile boolean isFilled;

        private Draft(UUID id, UUID writer, ContentKey key, Instant startedAt) {
            this.id = id;
            this.writer = writer;
            this.key = key;
            this.startedAt = startedAt;
        }

        /** The id that the data set will have. */
        public UUID id() {
            return id;
        }

        /** When the job first began. */
        public Instant startedAt() {
            return startedAt;
        }
    }

    /** Begins the draft of a job, or takes it over from an earlier attempt. */
    public Draft begin(UUID jobId, UUID attempt, Custody custody) {
        return required(transaction.execute(status -> {
            List<Draft> taken = jdbc.query(
                    "UPDATE firewarden.data_set SET writer = ? WHERE job_id = ? AND state = 'DRAFT'"
                            + " RETURNING id, content_key, started_at",
                    (row, i) -> {
                        UUID id = row.getObject("id", UUID.class);
                        return new Draft(
                                id,
                                attempt,
                                ContentKey.open(ring, KeyPurpose.DATA_SET, keySubject(id), row.getBytes("content_key")),
                                row.getTimestamp("started_at").toInstant());
                    },
                    attempt,
                    jobId);
            return taken.isEmpty() ? create(jobId, attempt, custody) : taken.get(0);
        }));
    }

    private Draft create(UUID jobId, UUID attempt, Custody custody) {
        UUID id = UUID.randomUUID();
        ContentKey key = ContentKey.generate(random);
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        jdbc.update(
                "INSERT INTO firewarden.data_set (id, job_id, state, writer, content_key, started_at, owner, steward,"
                        + " tenant, sensitivity, destroy_by) VALUES (?, ?, 'DRAFT', ?, ?, ?, ?, ?, ?, ?, ?)",
                id,
                jobId,
                attempt,
                key.sealedBy(ring, KeyPurpose.DATA_SET, keySubject(id)),
                Timestamp.from(now),
                custody.owner(),
                custody.steward(),
                custody.tenant(),
                custody.sensitivity().code(),
                Timestamp.from(custody.destroyBy()));
        return new Draft(id, attempt, key, now);
    }

    static String keySubject(UUID id) {
        return "data-set-key/" + id;
    }

    /** Notes whose records are wanted, once; a draft that was taken over keeps those that it has. */
    public void subjects(Draft draft, List<String> patientIds) {
        transaction.executeWithoutResult(status -> {
            demand(draft);
            if (count(draft) > 0) {
                return;
            }
            List<Object[]> rows = new ArrayList<>(patientIds.size());
            for (int i = 0; i < patientIds.size(); i++) {
                byte[] id = patientIds.get(i).getBytes(StandardCharsets.UTF_8);
                rows.add(new Object[] {draft.id, i, draft.key.seal(random, subject(draft.id, i), id)});
            }
            jdbc.batchUpdate(
                    "INSERT INTO firewarden.data_set_subject (data_set_id, ordinal, patient, state)"
                            + " VALUES (?, ?, ?, 'P')",
                    rows);
        });
    }

    /** Records in a state, in order, after one. */
    public List<Subject> inState(Draft draft, SubjectState state, int afterOrdinal, int limit) {
        return jdbc.query(
                "SELECT ordinal, patient FROM firewarden.data_set_subject WHERE data_set_id = ? AND state = ?"
                        + " AND ordinal > ? ORDER BY ordinal LIMIT ?",
                (row, i) -> {
                    int ordinal = row.getInt("ordinal");
                    byte[] id = draft.key.open(subject(draft.id, ordinal), row.getBytes("patient"));
                    return new Subject(ordinal, new String(id, StandardCharsets.UTF_8));
                },
                draft.id,
                state.code(),
                afterOrdinal,
                limit);
    }

    /** How many records there are. */
    public int count(Draft draft) {
        return number("SELECT count(*) FROM firewarden.data_set_subject WHERE data_set_id = ?", draft.id);
    }

    /** How many records are in a state. */
    public int count(Draft draft, SubjectState state) {
        return number(
                "SELECT count(*) FROM firewarden.data_set_subject WHERE data_set_id = ? AND state = ?",
                draft.id,
                state.code());
    }

    /**
     * Keeps what was read of one record until it is de-identified; replaces what was there of it.
     *
     * @param lines of NDJSON, without line ends
     */
    public void source(Draft draft, int ordinal, SubjectState state, List<byte[]> lines) {
        transaction.executeWithoutResult(status -> {
            demand(draft);
            jdbc.update(
                    "DELETE FROM firewarden.data_set_source WHERE data_set_id = ? AND ordinal = ?", draft.id, ordinal);
            ByteArrayOutputStream part = new ByteArrayOutputStream();
            int number = 0;
            for (byte[] line : lines) {
                part.writeBytes(line);
                part.write('\n');
                if (part.size() >= LARGEST_PART) {
                    insertSource(draft, ordinal, number++, part);
                }
            }
            if (part.size() > 0) {
                insertSource(draft, ordinal, number, part);
            }
            jdbc.update(
                    "UPDATE firewarden.data_set_subject SET state = ? WHERE data_set_id = ? AND ordinal = ?",
                    state.code(),
                    draft.id,
                    ordinal);
        });
    }

    /** The records of a draft, as the collection of a job sees them. */
    public CollectedRecords records(Draft draft) {
        return new CollectedRecords() {
            @Override
            public void subjects(List<String> patientIds) {
                DataSetDrafts.this.subjects(draft, patientIds);
            }

            @Override
            public int count() {
                return DataSetDrafts.this.count(draft);
            }

            @Override
            public int count(SubjectState state) {
                return DataSetDrafts.this.count(draft, state);
            }

            @Override
            public List<Subject> inState(SubjectState state, int afterOrdinal, int limit) {
                return DataSetDrafts.this.inState(draft, state, afterOrdinal, limit);
            }

            @Override
            public void keep(int ordinal, SubjectState state, List<ObjectNode> resources) {
                source(
                        draft,
                        ordinal,
                        state,
                        resources.stream()
                                .map(resource -> resource.toString().getBytes(StandardCharsets.UTF_8))
                                .toList());
            }
        };
    }

    private void insertSource(Draft draft, int ordinal, int number, ByteArrayOutputStream part) {
        jdbc.update(
                "INSERT INTO firewarden.data_set_source (data_set_id, ordinal, part, content) VALUES (?, ?, ?, ?)",
                draft.id,
                ordinal,
                number,
                draft.key.seal(random, SourceStream.subject(draft.id, ordinal, number), part.toByteArray()));
        part.reset();
    }

    /** What was read, as the engine takes it. */
    public DataSetInput input(Draft draft) {
        DataSetInput.Part all = new DataSetInput.Part() {
            @Override
            public boolean isNdjson() {
                return true;
            }

            @Override
            public InputStream open() {
                return read(draft);
            }
        };
        return () -> List.of(all);
    }

    /** What was read, as one NDJSON stream. */
    public InputStream read(Draft draft) {
        return new SourceStream(jdbc, draft.key, draft.id);
    }

    /** For files beside those of the engine. */
    public DataSetOutput further(Draft draft) {
        return new BlockOutput(this, draft);
    }

    /** Where the engine writes; what an earlier run wrote is taken away first. */
    public DataSetOutput output(Draft draft) {
        draft.isFilled = false;
        discardUnfilled(draft);
        return new BlockOutput(this, draft);
    }

    void block(Draft draft, String file, int block, byte[] content) {
        transaction.executeWithoutResult(status -> {
            demand(draft);
            jdbc.update(
                    "INSERT INTO firewarden.data_set_block (data_set_id, file, block, content) VALUES (?, ?, ?, ?)",
                    draft.id,
                    file,
                    block,
                    draft.key.seal(random, FileStream.subject(draft.id, file, block), content));
        });
    }

    void filled(Draft draft) {
        draft.isFilled = true;
    }

    void discardUnfilled(Draft draft) {
        if (!draft.isFilled) {
            jdbc.update(
                    "DELETE FROM firewarden.data_set_block WHERE data_set_id = (SELECT id FROM firewarden.data_set"
                            + " WHERE id = ? AND state = 'DRAFT' AND writer = ?)",
                    draft.id,
                    draft.writer);
        }
    }

    /**
     * Signs and releases what the engine wrote. From then on nothing of it changes; what was read, and whose it was, is gone.
     *
     * @param files those that are the data set, with their digests
     */
    public DataSet release(
            Draft draft, List<DataFile> files, Lineage lineage, Custody custody, ObjectNode certificate) {
        if (!draft.isFilled) {
            throw new IllegalStateException("a draft is released that the engine has not filled");
        }
        return required(transaction.execute(status -> {
            demand(draft);
            Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
            String manifest = DataSetManifest.text(draft.id, now, files, lineage, custody, certificate);
            jdbc.update(
                    "UPDATE firewarden.data_set SET state = 'RELEASED', writer = NULL, released_at = ?, manifest = ?,"
                            + " signature = ?, key_id = ? WHERE id = ?",
                    Timestamp.from(now),
                    manifest,
                    signer.sign(JdbcDataSets.MANIFEST, manifest),
                    signer.keyId(),
                    draft.id);
            jdbc.update("DELETE FROM firewarden.data_set_source WHERE data_set_id = ?", draft.id);
            jdbc.update("DELETE FROM firewarden.data_set_subject WHERE data_set_id = ?", draft.id);
            return DataSetManifest.read(manifest, null);
        }));
    }

    /** Destroys the draft of a job that ends without a data set; false if it has none. */
    public boolean discard(UUID jobId) {
        Integer found = transaction.execute(status -> {
            List<UUID> ids = jdbc.queryForList(
                    "SELECT id FROM firewarden.data_set WHERE job_id = ? AND state = 'DRAFT' FOR UPDATE",
                    UUID.class,
                    jobId);
            for (UUID id : ids) {
                jdbc.update("DELETE FROM firewarden.data_set_block WHERE data_set_id = ?", id);
                jdbc.update("DELETE FROM firewarden.data_set_source WHERE data_set_id = ?", id);
                jdbc.update("DELETE FROM firewarden.data_set_subject WHERE data_set_id = ?", id);
                jdbc.update("DELETE FROM firewarden.data_set WHERE id = ?", id);
            }
            return ids.size();
        });
        return found != null && found > 0;
    }

    /** Destroys drafts that nobody works on any more. */
    void discardStartedBefore(Instant instant) {
        jdbc.queryForList(
                        "SELECT job_id FROM firewarden.data_set WHERE state = 'DRAFT' AND started_at < ?",
                        UUID.class,
                        Timestamp.from(instant))
                .forEach(this::discard);
    }

    /** Only the attempt that has the draft writes to it, and it keeps it for as long as this transaction lasts. */
    private void demand(Draft draft) {
        List<Integer> held = jdbc.queryForList(
                "SELECT 1 FROM firewarden.data_set WHERE id = ? AND state = 'DRAFT' AND writer = ? FOR UPDATE",
                Integer.class,
                draft.id,
                draft.writer);
        if (held.isEmpty()) {
            throw new JobStoppedException(JobStoppedException.Reason.LEASE_LOST);
        }
    }

    private int number(String sql, Object... arguments) {
        Integer number = jdbc.queryForObject(sql, Integer.class, arguments);
        return number == null ? 0 : number;
    }

    private static String subject(UUID id, int ordinal) {
        return "data-set-subject/" + id + "/" + ordinal;
    }

    private static <T> T required(@Nullable T value) {
        if (value == null) {
            throw new EmptyResultDataAccessException(1);
        }
        return value;
    }
}
