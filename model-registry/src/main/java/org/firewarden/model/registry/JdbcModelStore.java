package org.firewarden.model.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.firewarden.crypto.KeyPurpose;
import org.firewarden.crypto.KeyRing;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcTemplate;

/** Keeps model versions in the table {@code firewarden.model_version} (PostgreSQL), their artifacts sealed by the key ring. */
public final class JdbcModelStore implements ModelStore {

    /** Without a target, so that either index settles a race: the primary key or the one of production. */
    private static final String INSERT = "INSERT INTO firewarden.model_version (model_id, version, sha256, stage, card,"
            + " manifest, artifact, key_id, public_key, signature, author)"
            + " VALUES (?, ?, ?, ?, ?::jsonb, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING";

    private static final String SELECT = "SELECT model_id, version, sha256, stage, card FROM firewarden.model_version";

    private final JdbcTemplate jdbc;
    private final KeyRing keys;
    private final ObjectMapper json = new ObjectMapper();

    /** Uses the database behind the template, and these keys. */
    public JdbcModelStore(JdbcTemplate jdbc, KeyRing keys) {
        this.jdbc = jdbc;
        this.keys = keys;
    }

    @Override
    public ModelVersion register(ModelVersion version, ModelContent content) {
        if (insert(version, content, version.stage()) == 0
                && find(version.modelId(), version.version()).isEmpty()) {
            insert(version, content, Stage.CANDIDATE);
        }
        return find(version.modelId(), version.version())
                .orElseThrow(() -> new IllegalStateException("a version vanished while it was registered"));
    }

    @Override
    public Optional<ModelVersion> find(String modelId, String version) {
        return jdbc.query(SELECT + " WHERE model_id = ? AND version = ?", this::version, modelId, version).stream()
                .findFirst();
    }

    @Override
    public Optional<SignedManifest> manifest(String modelId, String version) {
        return jdbc
                .query(
                        "SELECT manifest, key_id, public_key, signature, author FROM firewarden.model_version"
                                + " WHERE model_id = ? AND version = ?",
                        (row, number) -> new SignedManifest(
                                row.getBytes("manifest"),
                                row.getString("key_id"),
                                row.getString("public_key"),
                                row.getString("signature"),
                                row.getString("author")),
                        modelId,
                        version)
                .stream()
                .findFirst();
    }

    @Override
    public Optional<ModelContent> content(String modelId, String version) {
        return jdbc
                .query(
                        "SELECT manifest, artifact, key_id, public_key, signature, author FROM firewarden.model_version"
                                + " WHERE model_id = ? AND version = ?",
                        (row, number) -> new ModelContent(
                                row.getBytes("manifest"),
                                keys.open(
                                        KeyPurpose.MODEL_ARTIFACT, subject(modelId, version), row.getBytes("artifact")),
                                row.getString("key_id"),
                                row.getString("public_key"),
                                row.getString("signature"),
                                row.getString("author")),
                        modelId,
                        version)
                .stream()
                .findFirst();
    }

    @Override
    public List<ModelVersion> versions(String modelId) {
        return jdbc.query(SELECT + " WHERE model_id = ?", this::version, modelId).stream()
                .sorted(Comparator.comparing((ModelVersion version) -> SemanticVersion.parse(version.version()))
                        .reversed())
                .toList();
    }

    @Override
    public List<StageEntry> stages() {
        return jdbc.query(
                "SELECT model_id, version, sha256, stage, canary_percent, canary_units FROM firewarden.model_version"
                        + " ORDER BY model_id, version",
                (row, number) -> new StageEntry(
                        row.getString("model_id"),
                        row.getString("version"),
                        row.getString("sha256"),
                        Stage.valueOf(row.getString("stage")),
                        row.getInt("canary_percent"),
                        units(row.getArray("canary_units"))));
    }

    @Override
    public boolean move(
            String modelId, String version, Stage from, Stage to, int canaryPercent, Set<String> canaryUnits) {
        try {
            return jdbc.update(
                            "UPDATE firewarden.model_version SET stage = ?, stage_since = now(), canary_percent = ?,"
                                    + " canary_units = ? WHERE model_id = ? AND version = ? AND stage = ?",
                            to.name(),
                            canaryPercent,
                            canaryUnits.toArray(String[]::new),
                            modelId,
                            version,
                            from.name())
                    == 1;
        } catch (DuplicateKeyException e) {
            // Another version holds the place by now.
            return false;
        }
    }

    private int insert(ModelVersion version, ModelContent content, Stage stage) {
        try {
            return jdbc.update(
                    INSERT,
                    version.modelId(),
                    version.version(),
                    version.sha256(),
                    stage.name(),
                    json.writeValueAsString(version.card()),
                    content.manifest(),
                    keys.seal(
                            KeyPurpose.MODEL_ARTIFACT,
                            subject(version.modelId(), version.version()),
                            content.artifact()),
                    content.keyId(),
                    content.publicKey(),
                    content.signature(),
                    content.author());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a model card is always JSON", e);
        }
    }

    private static String subject(String modelId, String version) {
        return "artifact of " + modelId + " " + version;
    }

    private static Set<String> units(Array array) throws SQLException {
        return Set.of((String[]) array.getArray());
    }

    private ModelVersion version(ResultSet row, int number) throws SQLException {
        try {
            return new ModelVersion(
                    row.getString("model_id"),
                    row.getString("version"),
                    row.getString("sha256"),
                    Stage.valueOf(row.getString("stage")),
                    json.readValue(row.getString("card"), ModelCard.class));
        } catch (JsonProcessingException e) {
            throw new SQLException("a stored model card is not one", e);
        }
    }
}
