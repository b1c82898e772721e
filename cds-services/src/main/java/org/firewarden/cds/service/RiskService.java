package org.firewarden.cds.service;

import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.firewarden.access.Caller;
import org.firewarden.access.SmartScopes;
import org.firewarden.audit.AuditDraft;
import org.firewarden.cds.exchange.Checked;
import org.firewarden.cds.exchange.IncomingCall;
import org.firewarden.cds.exchange.Refusal;
import org.firewarden.cds.hook.Card;
import org.firewarden.cds.hook.Cards;
import org.firewarden.cds.hook.HookRequest;
import org.firewarden.cds.prefetch.Assembly;
import org.firewarden.cds.prefetch.ChartAssembly;
import org.firewarden.cds.recommendation.Recommendation;
import org.firewarden.cds.recommendation.RecommendationStore;
import org.firewarden.cds.settings.CdsSettings;
import org.firewarden.model.feature.FeatureSpec;
import org.firewarden.model.registry.ModelVersion;
import org.firewarden.model.risk.RiskAnswer;
import org.firewarden.model.risk.RiskModel;
import org.firewarden.model.risk.RiskModels;
import org.firewarden.problem.Problem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/**
 * Answers one hook call with the card of one risk model. A card is stored before it is answered; where there is no card the
 * audit draft says why. The caller may read what the model's features name and nothing else (45 CFR 164.502(b)).
 */
@Component
final class RiskService {

    private static final Logger LOG = LoggerFactory.getLogger(RiskService.class);

    private final CdsSettings settings;
    private final RiskModels models;
    private final ChartAssembly charts;
    private final RecommendationStore recommendations;
    private final Clock clock;

    RiskService(
            CdsSettings settings,
            RiskModels models,
            ChartAssembly charts,
            RecommendationStore recommendations,
            Clock clock) {
        this.settings = settings;
        this.models = models;
        this.charts = charts;
        this.recommendations = recommendations;
        this.clock = clock;
    }

    /** The cards, or 400 for bad prefetch, or 412 for data that is neither supplied nor known here. */
    Checked<Cards> answer(ServiceCall call, IncomingCall incoming) {
        AuditDraft draft = incoming.draft();
        HookRequest request = call.request();
        draft.detail("hook-instance", request.hookInstance().toString());
        Optional<RiskModel> model = models.inProduction(call.service().modelId());
        SmartScopes scopes = model.map(found -> scopesFor(found.features())).orElse(SmartScopes.NONE);
        Caller caller = call.ehr().toCaller(scopes, request.userId());
        incoming.identify(caller);
        if (model.isEmpty()) {
            return noCard(NoCard.MODEL_NOT_IN_PRODUCTION, draft);
        }
        describe(model.get(), draft);
        LocalDate today = LocalDate.now(clock);
        Assembly assembly = charts.assemble(model.get().features(), caller, request, today);
        if (assembly instanceof Assembly.Ready ready) {
            draft.detail("prefetch-supplied", String.join(",", ready.supplied()));
            draft.detail("prefetch-read", String.join(",", ready.read()));
            return assess(call, model.get(), ready, today, draft);
        } else if (assembly instanceof Assembly.BadPrefetch bad) {
            return Checked.refused(Refusal.badRequest(bad.problems()));
        } else if (assembly instanceof Assembly.Unsatisfied unsatisfied) {
            return Checked.refused(prefetchRequired(unsatisfied.keys()));
        } else if (assembly instanceof Assembly.Denied denied) {
            draft.denied(denied.decision());
            draft.withheld(Set.of(request.patientId()));
            return noCard(NoCard.ACCESS_DENIED, draft);
        }
        return noCard(assembly instanceof Assembly.TooLarge ? NoCard.RECORD_TOO_LARGE : NoCard.PATIENT_HIDDEN, draft);
    }

    private Checked<Cards> assess(
            ServiceCall call, RiskModel model, Assembly.Ready ready, LocalDate today, AuditDraft draft) {
        UUID name = UUID.randomUUID();
        RiskAnswer answer;
        Card card;
        try {
            answer = model.assess(ready.chart(), today);
            card = new RiskCard(settings, call.service()).compose(name, model, answer);
        } catch (RuntimeException e) {
            // A model that fails must not disturb the clinician's work: no card, and the reason is in the audit trail.
            LOG.error(
                    "A model failed: correlation {}, exception {}",
                    draft.correlationId(),
                    e.getClass().getName());
            return noCard(NoCard.MODEL_FAILED, draft);
        }
        Recommendation shown = call.recommendation(name, model.version(), answer, clock.instant());
        recommendations.add(shown);
        draft.patients(Set.of(call.request().patientId()));
        draft.entity("urn:uuid:" + name);
        draft.detail("answer", shown.kind().code());
        draft.detail("features", String.join(",", shown.features()));
        return Checked.valid(new Cards(List.of(card)));
    }

    private static void describe(RiskModel model, AuditDraft draft) {
        ModelVersion version = model.version();
        draft.detail("model", version.modelId());
        draft.detail("model-version", version.version());
        draft.detail("model-sha256", version.sha256());
    }

    private static Checked<Cards> noCard(NoCard reason, AuditDraft draft) {
        draft.detail("no-card", reason.code());
        return Checked.valid(Cards.none());
    }

    private static Refusal prefetchRequired(List<String> keys) {
        List<Problem> problems = keys.stream()
                .map(key -> new Problem(
                        "not-found",
                        "prefetch-required",
                        "The prefetch key " + key + " is required, because this server cannot read it."))
                .toList();
        return new Refusal(HttpStatus.PRECONDITION_FAILED, problems, Map.of());
    }

    private static SmartScopes scopesFor(FeatureSpec features) {
        return SmartScopes.parse(features.resourceTypes().stream()
                .map(type -> "system/" + type + (type.equals("Patient") ? ".r" : ".rs"))
                .collect(Collectors.joining(" ")));
    }
}
