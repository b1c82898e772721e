package org.firewarden.cds.service;

import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.firewarden.model.monitoring.ModelCall;
import org.firewarden.model.monitoring.ModelUse;
import org.firewarden.model.monitoring.UnansweredCall;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** Tells the monitoring of models how they were used, where there is one. */
@Component
final class UseReport {

    private static final Logger LOG = LoggerFactory.getLogger(UseReport.class);

    private final ObjectProvider<ModelUse> monitoring;
    private final ShedCalls shedCalls;

    UseReport(ObjectProvider<ModelUse> monitoring, Clock clock) {
        this.monitoring = monitoring;
        this.shedCalls = new ShedCalls(clock);
    }

    /** Each version once, on however many cards its answer stands. */
    void called(List<CardComposition.Composed> composed, ModelRuns runs) {
        shedCalls
                .toTell(runs.shed().size())
                .ifPresent(
                        count -> LOG.warn("Models were asked more often than they can answer: {} calls shed", count));
        monitoring.ifAvailable(use -> {
            composed.stream()
                    .collect(Collectors.groupingBy(each -> each.run().model(), LinkedHashMap::new, Collectors.toList()))
                    .values()
                    .forEach(of -> use.called(call(of)));
            runs.failed()
                    .forEach(each -> use.called(ModelCall.failed(each.model().version(), each.isSilent())));
            runs.shed()
                    .forEach(each -> use.unanswered(new UnansweredCall(
                            each.model().version(), each.isSilent(), UnansweredCall.Reason.OVERLOADED)));
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
