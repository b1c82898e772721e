package org.firewarden.cds.feedback;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.firewarden.audit.AuditDetail;
import org.firewarden.audit.AuditDraft;
import org.firewarden.cds.client.EhrToken;
import org.firewarden.cds.exchange.Checked;
import org.firewarden.cds.exchange.Refusal;
import org.firewarden.cds.recommendation.RecommendationStore;
import org.firewarden.cds.recommendation.ShownCard;
import org.firewarden.cds.service.ServiceCatalogue;
import org.firewarden.model.monitoring.ModelDecision;
import org.firewarden.model.monitoring.ModelUse;
import org.firewarden.phi.Phi;
import org.firewarden.problem.Problem;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/**
 * Takes in the feedback of an EHR. All entries are stored or none; a card that was never shown, that another service showed
 * or that another EHR was shown is the same to the caller: there is no such card.
 */
@Component
final class FeedbackReception {

    /** What is told of a reason that the service does not offer: it may hold whatever somebody typed. */
    private static final String OTHER = "other";

    private final ServiceCatalogue services;
    private final RecommendationStore recommendations;
    private final FeedbackStore store;
    private final ObjectProvider<ModelUse> monitoring;
    private final Clock clock;

    FeedbackReception(
            ServiceCatalogue services,
            RecommendationStore recommendations,
            FeedbackStore store,
            ObjectProvider<ModelUse> monitoring,
            Clock clock) {
        this.services = services;
        this.recommendations = recommendations;
        this.store = store;
        this.monitoring = monitoring;
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
        List<Problem> unknown = new ArrayList<>();
        List<Problem> malformed = new ArrayList<>();
        for (int i = 0; i < entries.size(); i++) {
            FeedbackEntry entry = entries.get(i);
            ShownCard card = cards.get(entry.card());
            if (card == null) {
                unknown.add(Problem.notFound("There is no card of the name in feedback[" + i + "].card."));
            } else if (!card.suggestions().containsAll(entry.acceptedSuggestions())) {
                malformed.add(Problem.invalid(
                        "unknown-suggestion",
                        "feedback[" + i + "].acceptedSuggestions names what is no suggestion of the card."));
            } else {
                feedback.add(new Feedback(entry, card, now));
            }
        }
        if (!malformed.isEmpty()) {
            return Checked.refused(Refusal.badRequest(malformed));
        }
        return unknown.isEmpty()
                ? Checked.valid(feedback)
                : Checked.refused(new Refusal(HttpStatus.NOT_FOUND, unknown, Map.of()));
    }

    private int keep(List<Feedback> feedback, AuditDraft draft) {
        Set<UUID> decided =
                store.decided(feedback.stream().map(one -> one.card().card()).collect(Collectors.toSet()));
        List<Feedback> added = store.addAll(feedback);
        draft.patients(feedback.stream().map(one -> one.card().patientId()).collect(Collectors.toSet()));
        feedback.forEach(one -> draft.entity("urn:uuid:" + one.card().card()));
        draft.detail(
                AuditDetail.DECISION,
                joined(feedback.stream().map(one -> one.entry().outcome().code())));
        draft.detail(
                AuditDetail.DECISION_REASON,
                joined(feedback.stream().map(this::reason).filter(Objects::nonNull)));
        String comments = joined(feedback.stream()
                .map(one -> one.entry().comment())
                .filter(Objects::nonNull)
                .map(Phi::reveal));
        if (!comments.isEmpty()) {
            draft.sealedDetail(AuditDetail.DECISION_COMMENT, Phi.of(comments));
        }
        draft.detail(
                AuditDetail.MODEL,
                joined(feedback.stream().map(one -> one.card().modelId())));
        draft.detail(
                AuditDetail.MODEL_VERSION,
                joined(feedback.stream().map(one -> one.card().modelVersion())));
        draft.detail("entries", String.valueOf(feedback.size()));
        draft.detail("entries-new", String.valueOf(added.size()));
        monitoring.ifAvailable(use -> firstOf(added, decided).forEach(one -> use.decided(toDecision(one))));
        return added.size();
    }

    /** One decision for each card that had none: what a version is judged by is not moved by telling it often. */
    private static Collection<Feedback> firstOf(List<Feedback> added, Set<UUID> decided) {
        Map<UUID, Feedback> first = new LinkedHashMap<>();
        added.stream()
                .filter(one -> !decided.contains(one.card().card()))
                .sorted(Comparator.comparing(one -> one.entry().outcomeTimestamp()))
                .forEach(one -> first.putIfAbsent(one.card().card(), one));
        return first.values();
    }

    private ModelDecision toDecision(Feedback feedback) {
        return new ModelDecision(
                feedback.card().modelId(),
                feedback.card().modelVersion(),
                feedback.entry().outcome() == FeedbackEntry.Outcome.ACCEPTED,
                reason(feedback));
    }

    /** The reason of an override, as a code that the service declares. */
    private @Nullable String reason(Feedback feedback) {
        FeedbackEntry.Reason reason = feedback.entry().reason();
        if (reason == null) {
            return null;
        }
        return services.offers(feedback.card().serviceId(), reason.code()) ? reason.code() : OTHER;
    }

    private static String joined(Stream<String> codes) {
        return codes.distinct().sorted().collect(Collectors.joining(","));
    }
}
