package org.firewarden.cds.recommendation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.sql.Array;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.firewarden.model.registry.ModelVersion;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** Recommendations in PostgreSQL, table {@code firewarden.recommendation}; one statement and one commit for each. */
@Component
final class JdbcRecommendationStore implements RecommendationStore {

    private static final String INSERT = """
            INSERT INTO firewarden.recommendation (card_uuid, service_id, hook_instance, issuer, user_id, patient_id,
                encounter_id, model_id, model_version, model_sha256, answer_kind, outputs, features, shown_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?::jsonb, ?, ?)
            """;

    private static final String SELECT = """
            SELECT card_uuid, service_id, issuer, user_id, patient_id, model_id, model_version
            FROM firewarden.recommendation WHERE card_uuid = ANY (?)
            """;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final JdbcTemplate database;

    JdbcRecommendationStore(DataSource database) {
        this.database = new JdbcTemplate(database);
    }

    @Override
    public void add(Recommendation shown) {
        database.update(INSERT, statement -> set(statement, shown));
    }

    @Override
    public List<ShownCard> find(Collection<UUID> cards) {
        UUID[] names = cards.toArray(UUID[]::new);
        return database.query(
                SELECT,
                statement -> statement.setArray(1, statement.getConnection().createArrayOf("uuid", names)),
                (row, number) -> toShownCard(row));
    }

    private static void set(PreparedStatement statement, Recommendation shown) throws SQLException {
        ModelVersion model = shown.model();
        Array features =
                statement.getConnection().createArrayOf("text", shown.features().toArray());
        statement.setObject(1, shown.card());
        statement.setString(2, shown.serviceId());
        statement.setObject(3, shown.hookInstance());
        statement.setString(4, shown.issuer());
        statement.setString(5, shown.userId());
        statement.setString(6, shown.patientId());
        statement.setString(7, shown.encounterId());
        statement.setString(8, model.modelId());
        statement.setString(9, model.version());
        statement.setString(10, model.sha256());
        statement.setString(11, shown.kind().code());
        statement.setString(12, toJson(shown));
        statement.setArray(13, features);
        statement.setObject(14, shown.shownAt().atOffset(ZoneOffset.UTC));
    }

    private static ShownCard toShownCard(ResultSet row) throws SQLException {
        return new ShownCard(
                row.getObject("card_uuid", UUID.class),
                row.getString("service_id"),
                row.getString("issuer"),
                row.getString("user_id"),
                row.getString("patient_id"),
                row.getString("model_id"),
                row.getString("model_version"));
    }

    private static String toJson(Recommendation shown) {
        try {
            return JSON.writeValueAsString(shown.outputs().reveal());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a map of numbers is written as JSON", e);
        }
    }
}
