package org.firewarden.cds.feedback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.firewarden.cds.TestDatabase;
import org.firewarden.cds.TestOutbound;
import org.firewarden.cds.recommendation.RecommendationStore;
import org.firewarden.cds.recommendation.ShownCard;
import org.firewarden.cds.recommendation.TestRecommendation;
import org.firewarden.crypto.KeyRing;
import org.firewarden.phi.Phi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.JdbcTemplate;

class JdbcFeedbackStoreIT {

    private static final Instant AT = Instant.parse("2026-11-21T11:00:00.123456Z");

    private final JdbcFeedbackStore store = new JdbcFeedbackStore(TestDatabase.dataSource());
    private final JdbcTemplate database = new JdbcTemplate(TestDatabase.dataSource());
    private final UUID card = UUID.randomUUID();

    @BeforeEach
    void showTheCard() {
        try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
            context.registerBean(javax.sql.DataSource.class, TestDatabase::dataSource);
            context.registerBean(KeyRing.class, TestOutbound::keyRing);
            context.registerBean(Clock.class, Clock::systemUTC);
            context.scan("org.firewarden.cds.recommendation");
            context.refresh();
            context.getBean(RecommendationStore.class).addAll(List.of(TestRecommendation.of(card)));
        }
    }

    @Test
    void theSameFeedbackTwiceIsOneRow() {
        assertThat(store.addAll(List.of(overridden(card, AT), overridden(card, AT))))
                .hasSize(1);
        assertThat(store.addAll(List.of(overridden(card, AT), overridden(card, AT))))
                .isEmpty();
        assertThat(store.addAll(List.of(overridden(card, AT.plusSeconds(1))))).hasSize(1);
        assertThat(rows()).isEqualTo(2);
        assertThat(store.decided(Set.of(card, UUID.randomUUID()))).containsExactly(card);
    }

    @Test
    void everyPartOfAnOverrideIsInItsRow() {
        store.addAll(List.of(overridden(card, AT)));
        Map<String, Object> row =
                database.queryForMap("SELECT * FROM firewarden.cds_feedback WHERE card_uuid = ?", card);
        assertThat(row)
                .containsEntry("outcome", "overridden")
                .containsEntry("reason_code", "data-wrong")
                .containsEntry("reason_system", "https://firewarden.org/cds/override-reason")
                .containsEntry("reason_display", null)
                .containsEntry("user_comment", "It's \"wrong\" – {x}")
                .containsEntry("model_version", "1.0.0")
                .containsEntry("user_id", "Practitioner/alice")
                .containsEntry("encounter_id", "e1")
                .containsEntry("issuer", "ehr");
        assertThat(database.queryForObject(
                        "SELECT outcome_timestamp = ?::timestamptz AND accepted_suggestions = '{}'"
                                + " FROM firewarden.cds_feedback WHERE card_uuid = ?",
                        Boolean.class,
                        AT.toString(),
                        card))
                .isTrue();
    }

    @Test
    void nothingIsStoredIfOneCardIsUnknown() {
        assertThatExceptionOfType(DataIntegrityViolationException.class)
                .isThrownBy(() -> store.addAll(List.of(overridden(card, AT), overridden(UUID.randomUUID(), AT))));
        assertThat(rows()).isZero();
    }

    private Integer rows() {
        Integer count = database.queryForObject(
                "SELECT count(*) FROM firewarden.cds_feedback WHERE card_uuid = ?", Integer.class, card);
        return count == null ? -1 : count;
    }

    private static Feedback overridden(UUID card, Instant at) {
        FeedbackEntry entry = new FeedbackEntry(
                card,
                FeedbackEntry.Outcome.OVERRIDDEN,
                List.of(),
                new FeedbackEntry.Reason("data-wrong", "https://firewarden.org/cds/override-reason", null),
                Phi.of("It's \"wrong\" – {x}"),
                at);
        ShownCard shown = new ShownCard(
                card, "prevent-risk", "ehr", "Practitioner/alice", "17", "e1", "prevent-base-10y", "1.0.0", Set.of());
        return new Feedback(entry, shown, at.plusSeconds(5));
    }
}
