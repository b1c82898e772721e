package org.firewarden.cds.recommendation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;
import org.firewarden.model.registry.ModelVersion;
import org.firewarden.phi.Phi;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * Recommendations in PostgreSQL, table {@code firewarden.recommendation}; one commit for all of a call. Those that were shown
 * are queued in {@code firewarden.recommendation_projection} by the same statement, so that none is ever missed in FHIR.
 */
@Component
final class JdbcRecommendationStore implements RecommendationStore {

    private static final String INSERT = """
            WITH added AS (
                INSERT INTO firewarden.recommendation (card_uuid, service_id, hook, hook_instance, issuer, tenant, user_id,
                    patient_id, encounter_id, correlation_id, model_id, model_version, model_sha256, answer_kind, exposure,
                    outputs, features, suggestions, reviewers, evidence, shown_at)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?::jsonb, ?, ?, ?, ?, ?)
                RETURNING card_uuid, exposure, shown_at)
            INSERT INTO firewarden.recommendation_projection (card_uuid, due_at)
            SELECT card_uuid, shown_at FROM added WHERE exposure IN ('shown', 'canary')
            """;

    private static final String SHOWN = """
            SELECT card_uuid, service_id, issuer, user_id, patient_id, encounter_id, model_id, model_version, suggestions
            FROM firewarden.recommendation WHERE card_uuid = ANY (?) AND exposure IN ('shown', 'canary')
            """;

    private static final String ONE = """
            SELECT card_uuid, service_id, hook, hook_instance, issuer, tenant, user_id, patient_id, encounter_id,
                correlation_id, model_id, model_version, model_sha256, answer_kind, exposure, reviewers, shown_at
            FROM firewarden.recommendation WHERE card_uuid = ?
            """;

    private static final String EVIDENCE = """
            SELECT evidence FROM firewarden.recommendation WHERE card_uuid = ? AND evidence IS NOT NULL
            """;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final JdbcTemplate database;
    private final EvidenceSeal seal;

    JdbcRecommendationStore(DataSource database, EvidenceSeal seal) {
        this.database = new JdbcTemplate(database);
        this.seal = seal;
    }

    @Override
    public void addAll(List<Recommendation> recommendations) {
        List<byte[]> sealed = recommendations.stream()
                .map(each -> seal.seal(each.card(), each.evidence().reveal()))
                .toList();
        database.execute((ConnectionCallback<Void>) connection -> {
            boolean wasAutomatic = connection.getAutoCommit();
            connection.setAutoCommit(false);
            try (PreparedStatement statement = connection.prepareStatement(INSERT)) {
                for (int i = 0; i < recommendations.size(); i++) {
                    set(statement, recommendations.get(i), sealed.get(i));
                    statement.executeUpdate();
                }
                connection.commit();
            } catch (SQLException | RuntimeException e) {
                connection.rollback();
                throw e;
            } finally {
                connection.setAutoCommit(wasAutomatic);
            }
            return null;
        });
    }

    @Override
    public List<ShownCard> find(Collection<UUID> cards) {
        UUID[] names = cards.toArray(UUID[]::new);
        return database.query(
                SHOWN,
                statement -> statement.setArray(1, statement.getConnection().createArrayOf("uuid", names)),
                (row, number) -> toShownCard(row));
    }

    @Override
    public Optional<StoredRecommendation> find(UUID card) {
        return database.query(ONE, (row, number) -> toStored(row), card).stream()
                .findFirst();
    }

    @Override
    public Optional<Phi<Evidence>> evidence(UUID card) {
        return database.query(EVIDENCE, (row, number) -> row.getBytes("evidence"), card).stream()
                .findFirst()
                .map(bytes -> Phi.of(seal.open(card, bytes)));
    }

    private static void set(PreparedStatement statement, Recommendation made, byte[] evidence) throws SQLException {
        ModelVersion model = made.model();
        CallOrigin origin = made.origin();
        Connection connection = statement.getConnection();
        statement.setObject(1, made.card());
        statement.setString(2, origin.serviceId());
        statement.setString(3, origin.hook());
        statement.setObject(4, origin.hookInstance());
        statement.setString(5, origin.issuer());
        statement.setString(6, origin.tenant());
        statement.setString(7, origin.userId());
        statement.setString(8, origin.patientId());
        statement.setString(9, origin.encounterId());
        statement.setString(10, origin.correlationId());
        statement.setString(11, model.modelId());
        statement.setString(12, model.version());
        statement.setString(13, model.sha256());
        statement.setString(14, made.kind().code());
        statement.setString(15, made.exposure().code());
        statement.setString(16, toJson(made));
        statement.setArray(17, connection.createArrayOf("text", made.features().toArray()));
        statement.setArray(
                18, connection.createArrayOf("uuid", made.suggestions().toArray()));
        statement.setInt(19, made.reviewers());
        statement.setBytes(20, evidence);
        statement.setObject(21, made.madeAt().atOffset(ZoneOffset.UTC));
    }

    private static ShownCard toShownCard(ResultSet row) throws SQLException {
        Array suggestions = row.getArray("suggestions");
        return new ShownCard(
                row.getObject("card_uuid", UUID.class),
                row.getString("service_id"),
                row.getString("issuer"),
                row.getString("user_id"),
                row.getString("patient_id"),
                row.getString("encounter_id"),
                row.getString("model_id"),
                row.getString("model_version"),
                Set.of((UUID[]) suggestions.getArray()));
    }

    private static StoredRecommendation toStored(ResultSet row) throws SQLException {
        return new StoredRecommendation(
                row.getObject("card_uuid", UUID.class),
                new CallOrigin(
                        row.getString("service_id"),
                        row.getString("hook"),
                        row.getObject("hook_instance", UUID.class),
                        row.getString("issuer"),
                        row.getString("tenant"),
                        row.getString("user_id"),
                        row.getString("patient_id"),
                        row.getString("encounter_id"),
                        row.getString("correlation_id")),
                row.getString("model_id"),
                row.getString("model_version"),
                row.getString("model_sha256"),
                row.getString("answer_kind"),
                Exposure.valueOf(row.getString("exposure").toUpperCase(Locale.ROOT)),
                row.getInt("reviewers"),
                row.getObject("shown_at", OffsetDateTime.class).toInstant());
    }

    private static String toJson(Recommendation made) {
        try {
            return JSON.writeValueAsString(made.outputs().reveal());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a map of numbers is written as JSON", e);
        }
    }
}
