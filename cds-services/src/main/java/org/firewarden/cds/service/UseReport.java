package org.firewarden.cds.service;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.firewarden.model.monitoring.ModelCall;
import org.firewarden.model.monitoring.ModelUse;
import org.firewarden.model.monitoring.UnansweredCall;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** Tells the monitoring of models how they were used, where there is one. */
@Component
final class UseReport {

    private final ObjectProvider<ModelUse> monitoring;

    UseReport(ObjectProvider<ModelUse> monitoring) {
        this.monitoring = monitoring;
    }

    /** Each version once, on however many cards its answer stands. */
    void called(List<CardComposition.Composed> composed, List<ModelChoice.Chosen> failed) {
        monitoring.ifAvailable(use -> {
            composed.stream()
                    .collect(Collectors.groupingBy(each -> each.run().model(), LinkedHashMap::new, Collectors.toList()))
                    .values()
                    .forEach(of -> use.called(call(of)));
            failed.forEach(each -> use.called(ModelCall.failed(each.model().version(), each.isSilent())));
        });
    }

    /** None of them was waited for. */
    void unanswered(List<ModelChoice.Chosen> versions, UnansweredCall.Reason reason) {
        monitoring.ifAvailable(use -> versions.forEach(
                each -> use.unanswered(new UnansweredCall(each.model().version(), each.isSilent(), reason))));
    }

    private static ModelCall call(List<CardComposition.Composed> of) {
        ModelRun run = of.get(0).run();
        long cards = of.stream().filter(each -> each.card() != null).count();
        return new ModelCall(run.model().version(), run.isSilent(), (int) cards, run.latency(), run.answer(), Map.of());
    }
}
