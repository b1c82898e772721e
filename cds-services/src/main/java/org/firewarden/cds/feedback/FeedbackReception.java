package org.firewarden.cds.feedback;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.firewarden.audit.AuditDraft;
import org.firewarden.cds.client.EhrToken;
import org.firewarden.cds.exchange.Checked;
import org.firewarden.cds.exchange.Refusal;
import org.firewarden.cds.recommendation.RecommendationStore;
import org.firewarden.cds.recommendation.ShownCard;
import org.firewarden.problem.Problem;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/**
 * Takes in the feedback of an EHR. All entries are stored or none; a card that was never shown, that another service showed
 * or that another EHR was shown is the same to the caller: there is no such card.
 */
@Component
final class FeedbackReception {

    private final RecommendationStore recommendations;
    private final FeedbackStore store;
    private final Clock clock;

    FeedbackReception(RecommendationStore recommendations, FeedbackStore store, Clock clock) {
        this.recommendations = recommendations;
        this.store = store;
        this.clock = clock;
    }

    /** Checks and stores; 400 if an entry is malformed, 404 if there is no such card. Answers how many entries were new. */
    Checked<Integer> receive(String serviceId, EhrToken ehr, ObjectNode body, AuditDraft draft) {
        Instant now = clock.instant();
        return FeedbackReader.read(body, now)
                .then(entries -> findCards(entries, serviceId, ehr, now))
                .then(feedback -> Checked.valid(keep(feedback, draft)));
    }

    private Checked<List<Feedback>> findCards(
            List<FeedbackEntry> entries, String serviceId, EhrToken ehr, Instant now) {
        Set<UUID> names = entries.stream().map(FeedbackEntry::card).collect(Collectors.toSet());
        Map<UUID, ShownCard> cards = recommendations.find(names).stream()
                .filter(card ->
                        card.serviceId().equals(serviceId) && card.issuer().equals(ehr.issuer()))
                .collect(Collectors.toMap(ShownCard::card, Function.identity()));
        List<Feedback> feedback = new ArrayList<>();
        List<Problem> problems = new ArrayList<>();
        for (int i = 0; i < entries.size(); i++) {
            ShownCard card = cards.get(entries.get(i).card());
            if (card == null) {
                problems.add(Problem.notFound("There is no card of the name in feedback[" + i + "].card."));
            } else {
                feedback.add(new Feedback(entries.get(i), card, now));
            }
        }
        return problems.isEmpty()
                ? Checked.valid(feedback)
                : Checked.refused(new Refusal(HttpStatus.NOT_FOUND, problems, Map.of()));
    }

    private int keep(List<Feedback> feedback, AuditDraft draft) {
        int added = store.addAll(feedback);
        draft.patients(feedback.stream().map(one -> one.card().patientId()).collect(Collectors.toSet()));
        feedback.forEach(one -> draft.entity("urn:uuid:" + one.card().card()));
        draft.detail(
                "outcome",
                joined(feedback.stream().map(one -> one.entry().outcome().code())));
        draft.detail("model", joined(feedback.stream().map(one -> one.card().modelId())));
        draft.detail(
                "model-version", joined(feedback.stream().map(one -> one.card().modelVersion())));
        draft.detail("entries", String.valueOf(feedback.size()));
        draft.detail("entries-new", String.valueOf(added));
        return added;
    }

    private static String joined(Stream<String> codes) {
        return codes.distinct().sorted().collect(Collectors.joining(","));
    }
}
