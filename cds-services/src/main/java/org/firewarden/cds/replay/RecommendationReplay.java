package org.firewarden.cds.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.firewarden.cds.recommendation.AnswerJson;
import org.firewarden.cds.recommendation.Evidence;
import org.firewarden.cds.recommendation.RecommendationStore;
import org.firewarden.cds.recommendation.StoredRecommendation;
import org.firewarden.model.feature.PatientChart;
import org.firewarden.model.risk.Contributions;
import org.firewarden.model.risk.RiskAnswer;
import org.firewarden.model.risk.RiskModel;
import org.firewarden.model.risk.RiskModels;
import org.firewarden.phi.Phi;
import org.springframework.stereotype.Component;

/**
 * Computes past recommendations again: the chart as it was sealed, the day as it was, and the model version by its number and
 * digest. Numbers are compared by their bits, so nothing is rounded away.
 */
@Component
public final class RecommendationReplay {

    private final RecommendationStore store;
    private final RiskModels models;

    RecommendationReplay(RecommendationStore store, RiskModels models) {
        this.store = store;
        this.models = models;
    }

    /** Computes one again. */
    public Replay replay(UUID card) {
        Optional<StoredRecommendation> found = store.find(card);
        if (found.isEmpty()) {
            return new Replay.Absent();
        }
        StoredRecommendation stored = found.get();
        Optional<Phi<Evidence>> evidence = store.evidence(card);
        if (evidence.isEmpty()) {
            return new Replay.WithoutEvidence(stored);
        }
        Optional<RiskModel> model = models.version(stored.modelId(), stored.modelVersion())
                .filter(runnable -> runnable.version().sha256().equals(stored.modelSha256()));
        return model.isEmpty()
                ? new Replay.ModelNotRunnable(stored)
                : compare(stored, evidence.get().reveal(), model.get());
    }

    private static Replay compare(StoredRecommendation stored, Evidence evidence, RiskModel model) {
        RiskAnswer answer = model.assess(chart(evidence), evidence.now());
        JsonNode before = evidence.answer();
        Optional<Contributions> contributions = Optional.empty();
        if (answer instanceof RiskAnswer.Assessed assessed && before.has("contributions")) {
            contributions = model.explain(
                    assessed, before.path("contributions").path("outcome").asText());
        }
        ObjectNode now = AnswerJson.of(answer, contributions);
        boolean areOutputsIdentical =
                isSame(before, now, "kind") && isSame(before, now, "outputs") && isSame(before, now, "reasons");
        return new Replay.Computed(
                stored, isSame(before, now, "inputs"), areOutputsIdentical, isSame(before, now, "contributions"));
    }

    private static PatientChart chart(Evidence evidence) {
        List<ObjectNode> resources = new ArrayList<>();
        evidence.resources().path("resources").forEach(resource -> resources.add((ObjectNode) resource));
        return new PatientChart(
                evidence.patient(),
                resources,
                evidence.resources().path("encounter").textValue());
    }

    private static boolean isSame(JsonNode before, JsonNode now, String field) {
        return isSame(before.path(field), now.path(field));
    }

    /** The same tree, whose numbers have the same bits: -0.0 is not 0.0, and no tolerance hides a difference. */
    private static boolean isSame(JsonNode one, JsonNode other) {
        if (one.isNumber() && other.isNumber()) {
            return Double.doubleToRawLongBits(one.doubleValue()) == Double.doubleToRawLongBits(other.doubleValue());
        }
        if (one.isObject() && other.isObject()) {
            return one.size() == other.size()
                    && one.properties().stream()
                            .allMatch(entry -> isSame(entry.getValue(), other.path(entry.getKey())));
        }
        if (one.isArray() && other.isArray()) {
            boolean isSame = one.size() == other.size();
            for (int i = 0; isSame && i < one.size(); i++) {
                isSame = isSame(one.path(i), other.path(i));
            }
            return isSame;
        }
        return one.equals(other);
    }
}
