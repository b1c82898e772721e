package org.firewarden.cds.review;

import java.time.Clock;
import java.time.ZoneOffset;
import java.util.UUID;
import javax.sql.DataSource;
import org.firewarden.access.Caller;
import org.firewarden.cds.recommendation.StoredRecommendation;
import org.firewarden.phi.Phi;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * Who decided what of recommendations under review, table {@code firewarden.recommendation_review}. Each person decides once:
 * the second pair of eyes is another's. Decisions on one recommendation come one after the other, because the row of the
 * recommendation is locked; the caller of this class brings the transaction.
 */
@Component
public final class RecommendationReviews {

    private static final String LOCK = "SELECT 1 FROM firewarden.recommendation WHERE card_uuid = ? FOR UPDATE";
    private static final String COUNT = """
            SELECT count(*) FROM firewarden.recommendation_review WHERE card_uuid = ? AND decision = ?
            """;
    private static final String INSERT = """
            INSERT INTO firewarden.recommendation_review (card_uuid, subject, fhir_user, decision, comment, decided_at)
            VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
            """;

    private final JdbcTemplate database;
    private final Clock clock;

    RecommendationReviews(DataSource database, Clock clock) {
        this.database = new JdbcTemplate(database);
        this.clock = clock;
    }

    /** Writes a decision down, in the transaction in progress. */
    public ReviewState decide(
            StoredRecommendation made, Caller caller, ReviewDecision decision, @Nullable Phi<String> comment) {
        UUID card = made.card();
        database.query(LOCK, row -> {}, card);
        int confirmed = count(card, ReviewDecision.CONFIRMED);
        if (count(card, ReviewDecision.REJECTED) > 0 || confirmed >= made.reviewers()) {
            return new ReviewState(ReviewState.Outcome.CLOSED, confirmed, made.reviewers());
        }
        int added = database.update(
                INSERT,
                card,
                caller.subject(),
                caller.fhirUser(),
                decision.code(),
                comment == null ? null : comment.reveal(),
                clock.instant().atOffset(ZoneOffset.UTC));
        if (added == 0) {
            return new ReviewState(ReviewState.Outcome.ALREADY_DECIDED, confirmed, made.reviewers());
        }
        if (decision == ReviewDecision.REJECTED) {
            return new ReviewState(ReviewState.Outcome.REJECTED, confirmed, made.reviewers());
        }
        boolean isEnough = confirmed + 1 >= made.reviewers();
        return new ReviewState(
                isEnough ? ReviewState.Outcome.CONFIRMED : ReviewState.Outcome.OPEN, confirmed + 1, made.reviewers());
    }

    private int count(UUID card, ReviewDecision decision) {
        Integer count = database.queryForObject(COUNT, Integer.class, card, decision.code());
        return count == null ? 0 : count;
    }
}
