package org.firewarden.cds.service;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.firewarden.model.monitoring.ModelCall;
import org.firewarden.model.monitoring.ModelUse;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** Tells the monitoring of models how they were used, where there is one. */
@Component
final class UseReport {

    private final ObjectProvider<ModelUse> monitoring;

    UseReport(ObjectProvider<ModelUse> monitoring) {
        this.monitoring = monitoring;
    }

    void called(List<CardComposition.Composed> composed, List<ModelChoice.Chosen> failed) {
        monitoring.ifAvailable(use -> {
            composed.forEach(each -> use.called(new ModelCall(
                    each.run().model().version(),
                    each.card() != null,
                    each.run().latency(),
                    each.run().answer(),
                    Map.of())));
            failed.forEach(each ->
                    use.called(new ModelCall(each.model().version(), !each.isSilent(), Duration.ZERO, null, Map.of())));
        });
    }
}
