package org.firewarden.cds.service;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.firewarden.cds.hook.Card;
import org.firewarden.cds.settings.CdsSettings;
import org.firewarden.model.risk.RiskAnswer;
import org.jspecify.annotations.Nullable;

/** Which cards the answers of models become. */
final class CardComposition {

    private final ServiceCall call;
    private final AnswerCard cards;

    CardComposition(CdsSettings settings, ServiceCall call) {
        this.call = call;
        this.cards = new AnswerCard(settings, call.service());
    }

    /**
     * A run, and its card if it has one.
     *
     * @param run what a version answered
     * @param card what is shown of it, or null
     */
    record Composed(ModelRun run, @Nullable Card card) {}

    /** Each run once, or once for each order that it speaks against. */
    List<Composed> compose(List<ModelRun> runs) {
        List<Composed> composed = new ArrayList<>();
        for (ModelRun run : runs) {
            if (run.isSilent() || !run.use().isShown(run.answer())) {
                composed.add(new Composed(run, null));
            } else if (call.service().orderRules() != null && run.answer() instanceof RiskAnswer.Assessed assessed) {
                composed.addAll(ordersSpokenAgainst(call.service().orderRules(), run, assessed));
            } else {
                composed.add(new Composed(run, cards.compose(run)));
            }
        }
        return composed;
    }

    private List<Composed> ordersSpokenAgainst(OrderRules rules, ModelRun run, RiskAnswer.Assessed answer) {
        double value = ServiceModel.risk(answer.risks(), rules.outcome()).value();
        List<Composed> spoken = new ArrayList<>();
        for (OrderRules.Match match : rules.matches(call.request())) {
            Optional<OrderRules.Rule> rule = match.speaking(value);
            if (rule.isPresent()) {
                ModelRun own = spoken.isEmpty() ? run : run.named(UUID.randomUUID());
                spoken.add(new Composed(
                        own, cards.compose(own, rule.get(), OrderSuggestions.of(match.order(), rule.get()))));
            }
        }
        return spoken.isEmpty() ? List.of(new Composed(run, null)) : spoken;
    }
}
