package org.firewarden.cds.service;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.firewarden.cds.prefetch.PrefetchPlan;
import org.firewarden.model.feature.FeatureSpec;
import org.firewarden.model.risk.CallSubject;
import org.firewarden.model.risk.RiskModel;
import org.firewarden.model.risk.RiskModels;
import org.firewarden.model.risk.Selection;

/**
 * The versions that run for one call.
 *
 * @param chosen in the order of the service's models, those whose answer counts first
 */
record ModelChoice(List<Chosen> chosen) {

    /** Copies the list. */
    ModelChoice {
        chosen = List.copyOf(chosen);
    }

    /**
     * One version.
     *
     * @param use how the service shows the model
     * @param model which version
     * @param isSilent whether it runs beside the one whose answer counts
     * @param isCanary whether it is a canary
     */
    record Chosen(ServiceModel use, RiskModel model, boolean isSilent, boolean isCanary) {}

    /** The versions for a call, by stage and, for a canary, by patient and unit. */
    static ModelChoice of(ServiceCall call, RiskModels models) {
        String tenant = call.ehr().tenant();
        CallSubject subject = new CallSubject(call.request().patientId(), tenant == null ? Set.of() : Set.of(tenant));
        List<Chosen> shown = new ArrayList<>();
        List<Chosen> silent = new ArrayList<>();
        for (ServiceModel use : call.service().models()) {
            Selection selection = models.select(use.modelId(), subject);
            selection.shown().ifPresent(model -> shown.add(new Chosen(use, model, false, selection.isCanary())));
            selection.silent().forEach(model -> silent.add(new Chosen(use, model, true, false)));
        }
        return new ModelChoice(Stream.concat(shown.stream(), silent.stream()).toList());
    }

    boolean isAnyShown() {
        return chosen.stream().anyMatch(each -> !each.isSilent());
    }

    boolean isEmpty() {
        return chosen.isEmpty();
    }

    /** What they read together. */
    PrefetchPlan plan(LocalDate today) {
        return PrefetchPlan.of(features(false), features(true), today);
    }

    private List<FeatureSpec> features(boolean ofSilent) {
        return chosen.stream()
                .filter(each -> each.isSilent() == ofSilent)
                .map(each -> each.model().features())
                .toList();
    }
}
