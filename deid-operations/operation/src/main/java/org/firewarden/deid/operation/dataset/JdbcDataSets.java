package org.firewarden.deid.operation.dataset;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.firewarden.access.Caller;
import org.firewarden.access.Decision;
import org.firewarden.access.DenialReason;
import org.firewarden.access.Interaction;
import org.firewarden.access.PurposeOfUse;
import org.firewarden.access.Role;
import org.firewarden.crypto.ContentKey;
import org.firewarden.crypto.KeyPurpose;
import org.firewarden.crypto.KeyRing;
import org.firewarden.crypto.KeyRingException;
import org.firewarden.dataset.DataFile;
import org.firewarden.dataset.DataSet;
import org.firewarden.dataset.DataSetAccess;
import org.firewarden.dataset.DataSetUse;
import org.firewarden.dataset.DataSets;
import org.firewarden.dataset.Disposal;
import org.firewarden.dataset.Sensitivity;
import org.firewarden.problem.Problem;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionOperations;

/** The registry in schema {@code firewarden}. What is not signed by this server is not believed, whatever the tables say. */
public final class JdbcDataSets implements DataSets {

    /** What a manifest is signed as. */
    static final String MANIFEST = "data-set-manifest";

    /** What a certificate of disposal is signed as. */
    static final String DISPOSAL = "data-set-disposal";

    /** Who disposes of what is past its time. */
    static final String SERVER = "firewarden";

    private final JdbcTemplate jdbc;
    private final TransactionOperations transaction;
    private final KeyRing ring;
    private final DataSetSigner signer;
    private final Clock clock;

    JdbcDataSets(
            JdbcTemplate jdbc, TransactionOperations transaction, KeyRing ring, DataSetSigner signer, Clock clock) {
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.ring = ring;
        this.signer = signer;
        this.clock = clock;
    }

    /** A row: what it says, and whether that is signed. */
    @SuppressWarnings("ArrayRecordComponent") // Handed on once, never compared.
    private record Stored(DataSet dataSet, boolean isSigned, byte @Nullable [] key) {}

    @Override
    public List<DataSet> list(Caller caller) {
        return jdbc
                .query(
                        "SELECT * FROM firewarden.data_set WHERE state <> 'DRAFT' AND manifest IS NOT NULL"
                                + " ORDER BY released_at DESC, id",
                        (row, i) -> stored(row))
                .stream()
                .filter(Stored::isSigned)
                .map(Stored::dataSet)
                .filter(dataSet -> mayKnow(caller, dataSet))
                .toList();
    }

    @Override
    public Optional<DataSet> find(Caller caller, UUID id) {
        return load(id).filter(Stored::isSigned).map(Stored::dataSet).filter(dataSet -> mayKnow(caller, dataSet));
    }

    /** A data set whoever asks, for the job that made it and for what decides by itself who may ask. */
    public Optional<DataSet> signed(UUID id) {
        return load(id).filter(Stored::isSigned).map(Stored::dataSet);
    }

    @Override
    public DataSetAccess open(Caller caller, UUID id, DataSetUse use) {
        Optional<Stored> found = load(id);
        if (found.isEmpty() || !mayKnow(caller, found.get().dataSet())) {
            return new DataSetAccess.Refused(404, Problem.notFound("There is no such data set here."), null);
        }
        DataSet dataSet = found.get().dataSet();
        if (!found.get().isSigned()) {
            return new DataSetAccess.Refused(
                    409, new Problem("conflict", "data-set-damaged", "The data set is not as it was signed."), null);
        }
        if (!mayUse(caller, dataSet, use)) {
            return new DataSetAccess.Refused(
                    403,
                    Problem.forbidden("forbidden", "This caller may not open the data set for that."),
                    new Decision.Deny(DenialReason.ROLE, null));
        }
        byte[] sealed = found.get().key();
        if (dataSet.disposal() != null
                || sealed == null
                || !clock.instant().isBefore(dataSet.custody().destroyBy())) {
            return new DataSetAccess.Refused(
                    410,
                    new Problem("deleted", "data-set-ended", "The data set was destroyed, or its time is over."),
                    null);
        }
        try {
            ContentKey key = ContentKey.open(ring, KeyPurpose.DATA_SET, DataSetDrafts.keySubject(id), sealed);
            return new DataSetAccess.Opened(dataSet, name -> file(dataSet, key, name));
        } catch (KeyRingException e) {
            // Its key is another's, or was altered.
            return new DataSetAccess.Refused(
                    409, new Problem("conflict", "data-set-damaged", "The data set cannot be decrypted."), null);
        }
    }

    private InputStream file(DataSet dataSet, ContentKey key, String name) throws IOException {
        DataFile file = dataSet.files().stream()
                .filter(candidate -> candidate.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IOException("the data set has no such file"));
        return new FileStream(jdbc, key, dataSet.id(), file);
    }

    @Override
    public Optional<DataSet> dispose(Caller caller, UUID id) {
        return find(caller, id)
                .filter(dataSet -> mayDispose(caller, dataSet))
                .map(dataSet -> dataSet.disposal() != null ? dataSet : destroy(dataSet, caller.subject(), "requested"));
    }

    /** Destroys what is past its time, drafts that nobody goes on with too; returns what it destroyed. */
    List<DataSet> disposeExpired() {
        Timestamp now = Timestamp.from(clock.instant());
        List<DataSet> destroyed = new ArrayList<>();
        jdbc.query(
                        "SELECT * FROM firewarden.data_set WHERE state = 'RELEASED' AND destroy_by <= ?",
                        (row, i) -> stored(row),
                        now)
                .forEach(expired -> destroyed.add(destroy(expired.dataSet(), SERVER, "expired")));
        return destroyed;
    }

    private DataSet destroy(DataSet dataSet, String by, String reason) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        String certificate = certificate(dataSet, by, reason, now);
        transaction.executeWithoutResult(status -> {
            int ended = jdbc.update(
                    "UPDATE firewarden.data_set SET state = 'DISPOSED', content_key = NULL, disposed_at = ?,"
                            + " disposed_by = ?, disposal = ?, certificate = ? WHERE id = ? AND state = 'RELEASED'",
                    Timestamp.from(now),
                    by,
                    reason,
                    certificate,
                    dataSet.id());
            if (ended == 1) {
                jdbc.update("DELETE FROM firewarden.data_set_block WHERE data_set_id = ?", dataSet.id());
            }
        });
        return load(dataSet.id()).map(Stored::dataSet).orElseThrow();
    }

    private String certificate(DataSet dataSet, String by, String reason, Instant at) {
        ObjectNode statement = JsonNodeFactory.instance.objectNode();
        statement.put("dataSet", dataSet.id().toString());
        statement.put("manifestSha256", dataSet.sha256());
        statement.put("files", dataSet.files().size());
        statement.put("resources", dataSet.resources());
        statement.put("method", "cryptographic erase: the content key was destroyed, and the sealed content deleted");
        statement.put("at", at.toString());
        statement.put("by", by);
        statement.put("reason", reason);
        String text = statement.toString();
        ObjectNode certificate = JsonNodeFactory.instance.objectNode();
        certificate.put("statement", text);
        certificate.put("signature", signer.sign(DISPOSAL, text));
        certificate.put("key", signer.publicKey().toString());
        return certificate.toString();
    }

    private Optional<Stored> load(UUID id) {
        return jdbc
                .query(
                        "SELECT * FROM firewarden.data_set WHERE id = ? AND state <> 'DRAFT' AND manifest IS NOT NULL",
                        (row, i) -> stored(row),
                        id)
                .stream()
                .findFirst();
    }

    private Stored stored(ResultSet row) throws SQLException {
        String manifest = row.getString("manifest");
        Timestamp at = row.getTimestamp("disposed_at");
        Disposal disposal = at == null
                ? null
                : new Disposal(
                        at.toInstant(),
                        row.getString("disposed_by"),
                        row.getString("disposal"),
                        row.getString("certificate"));
        DataSet dataSet = DataSetManifest.read(manifest, disposal);
        boolean isSigned = dataSet.id().equals(row.getObject("id", UUID.class))
                && signer.verifies(MANIFEST, manifest, row.getString("key_id"), row.getString("signature"));
        return new Stored(dataSet, isSigned, row.getBytes("content_key"));
    }

    private static boolean isOwner(Caller caller, DataSet dataSet) {
        return caller.subject().equals(dataSet.custody().owner());
    }

    private static boolean isSameTenant(Caller caller, DataSet dataSet) {
        return Objects.equals(caller.tenant(), dataSet.custody().tenant());
    }

    private static boolean mayKnow(Caller caller, DataSet dataSet) {
        return isSameTenant(caller, dataSet)
                && (mayDispose(caller, dataSet) || mayUse(caller, dataSet, DataSetUse.TRAIN));
    }

    private static boolean mayUse(Caller caller, DataSet dataSet, DataSetUse use) {
        boolean isResearch = caller.purpose() == PurposeOfUse.HRESCH;
        if (!isSameTenant(caller, dataSet)) {
            return false;
        }
        if (isOwner(caller, dataSet) && caller.actsAs(Role.RESEARCHER) && isResearch) {
            return true;
        }
        return use == DataSetUse.TRAIN
                && caller.actsAs(Role.ML_ENGINEER)
                && (isResearch || caller.purpose() == PurposeOfUse.HOPERAT)
                && dataSet.custody().sensitivity() == Sensitivity.DEIDENTIFIED;
    }

    private static boolean mayDispose(Caller caller, DataSet dataSet) {
        boolean isSteward = caller.subject().equals(dataSet.custody().steward());
        return caller.actsAs(Role.PRIVACY_OFFICER)
                || ((isOwner(caller, dataSet) || isSteward)
                        && caller.scopes().allowsBeyondPatient(Interaction.READ, "Patient"));
    }
}
