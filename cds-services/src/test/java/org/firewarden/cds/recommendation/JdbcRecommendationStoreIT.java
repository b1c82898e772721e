package org.firewarden.cds.recommendation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.firewarden.cds.TestDatabase;
import org.firewarden.cds.TestOutbound;
import org.firewarden.crypto.KeyRingException;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;

class JdbcRecommendationStoreIT extends RecommendationStoreContract {

    private final JdbcRecommendationStore store =
            new JdbcRecommendationStore(TestDatabase.dataSource(), new EvidenceSeal(TestOutbound.keyRing()));

    @Override
    RecommendationStore store() {
        return store;
    }

    @Test
    void everyPartOfARecommendationIsInItsRow() {
        UUID card = UUID.randomUUID();
        store.addAll(List.of(TestRecommendation.of(card)));
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

    @Test
    void onlyWhatWasShownIsFoundByFeedbackAndWaitsForFhir() {
        UUID shown = UUID.randomUUID();
        UUID silent = UUID.randomUUID();
        store.addAll(List.of(TestRecommendation.of(shown), TestRecommendation.silent(silent)));
        assertThat(store.find(List.of(shown, silent)))
                .extracting(ShownCard::card)
                .containsExactly(shown);
        assertThat(store.find(silent))
                .hasValueSatisfying(stored -> assertThat(stored.exposure()).isEqualTo(Exposure.SILENT));
        assertThat(new JdbcTemplate(TestDatabase.dataSource())
                        .queryForList(
                                "SELECT card_uuid FROM firewarden.recommendation_projection"
                                        + " WHERE card_uuid IN (?, ?)",
                                UUID.class,
                                shown,
                                silent))
                .containsExactly(shown);
    }

    @Test
    void allAreStoredOrNone() {
        UUID card = UUID.randomUUID();
        UUID twice = UUID.randomUUID();
        store.addAll(List.of(TestRecommendation.of(twice)));
        assertThatExceptionOfType(DataAccessException.class)
                .isThrownBy(() -> store.addAll(List.of(TestRecommendation.of(card), TestRecommendation.of(twice))));
        assertThat(store.find(card)).isEmpty();
    }

    @Test
    void evidenceIsSealedForItsOwnRecommendationAndComesBackBitForBit() {
        UUID card = UUID.randomUUID();
        Recommendation made = TestRecommendation.of(card);
        store.addAll(List.of(made));
        assertThat(store.evidence(card)).contains(made.evidence());
        JdbcTemplate database = new JdbcTemplate(TestDatabase.dataSource());
        byte[] sealed = database.queryForObject(
                "SELECT evidence FROM firewarden.recommendation WHERE card_uuid = ?", byte[].class, card);
        assertThat(new String(Objects.requireNonNull(sealed), StandardCharsets.ISO_8859_1))
                .doesNotContain("Chalmers");
        UUID other = UUID.randomUUID();
        store.addAll(List.of(TestRecommendation.of(other)));
        database.update("UPDATE firewarden.recommendation SET evidence = ? WHERE card_uuid = ?", sealed, other);
        assertThatExceptionOfType(KeyRingException.class).isThrownBy(() -> store.evidence(other));
    }
}
