package org.firewarden.cds.recommendation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.UUID;
import org.firewarden.cds.TestDatabase;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

class JdbcRecommendationStoreIT extends RecommendationStoreContract {

    private final JdbcRecommendationStore store = new JdbcRecommendationStore(TestDatabase.dataSource());

    @Override
    RecommendationStore store() {
        return store;
    }

    @Test
    void everyPartOfARecommendationIsInItsRow() {
        UUID card = UUID.randomUUID();
        store.add(TestRecommendation.of(card));
        Map<String, Object> row = new JdbcTemplate(TestDatabase.dataSource())
                .queryForMap(
                        "SELECT model_sha256, answer_kind, encounter_id, (outputs ->> 'cvd')::float8 AS cvd,"
                                + " array_to_string(features, ',') AS features,"
                                + " shown_at = '2026-11-21T12:00:00Z' AS on_time"
                                + " FROM firewarden.recommendation WHERE card_uuid = ?",
                        card);
        assertThat(row)
                .containsEntry("model_sha256", "ab".repeat(32))
                .containsEntry("answer_kind", "assessed")
                .containsEntry("encounter_id", null)
                .containsEntry("cvd", 0.147)
                .containsEntry("features", "age,systolic_blood_pressure")
                .containsEntry("on_time", true);
    }
}
