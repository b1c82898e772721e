package org.firewarden.model.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.JdbcTemplate;

/** Keeps model versions in the table {@code firewarden.model_version} (PostgreSQL). */
public final class JdbcModelStore implements ModelStore {

    /** Without a target, so that either index settles a race: the primary key or the one of production. */
    private static final String INSERT =
            "INSERT INTO firewarden.model_version (model_id, version, sha256, stage, card) VALUES (?, ?, ?, ?, ?::jsonb)"
                    + " ON CONFLICT DO NOTHING";

    private static final String SELECT = "SELECT model_id, version, sha256, stage, card FROM firewarden.model_version";

    private final JdbcTemplate jdbc;
    private final ObjectMapper json = new ObjectMapper();

    /** Uses the database behind the template. */
    public JdbcModelStore(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public ModelVersion register(ModelVersion version) {
        if (insert(version, version.stage()) == 0
                && find(version.modelId(), version.version()).isEmpty()) {
            insert(version, Stage.CANDIDATE);
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
    public List<ModelVersion> versions(String modelId) {
        return jdbc.query(SELECT + " WHERE model_id = ?", this::version, modelId).stream()
                .sorted(Comparator.comparing((ModelVersion version) -> SemanticVersion.parse(version.version()))
                        .reversed())
                .toList();
    }

    @Override
    public List<ModelVersion> inProduction() {
        return jdbc.query(SELECT + " WHERE stage = ? ORDER BY model_id", this::version, Stage.PRODUCTION.name());
    }

    private int insert(ModelVersion version, Stage stage) {
        try {
            return jdbc.update(
                    INSERT,
                    version.modelId(),
                    version.version(),
                    version.sha256(),
                    stage.name(),
                    json.writeValueAsString(version.card()));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a model card is always JSON", e);
        }
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
