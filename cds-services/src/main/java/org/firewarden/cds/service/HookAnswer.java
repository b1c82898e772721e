package org.firewarden.cds.service;

import java.time.Clock;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BooleanSupplier;
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
import org.firewarden.cds.prefetch.Origin;
import org.firewarden.cds.prefetch.PrefetchPlan;
import org.firewarden.cds.recommendation.Recommendation;
import org.firewarden.cds.recommendation.RecommendationStore;
import org.firewarden.cds.settings.CdsSettings;
import org.firewarden.model.monitoring.UnansweredCall;
import org.firewarden.model.risk.RiskModels;
import org.firewarden.problem.Problem;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/**
 * Answers one hook call with the cards of its service. Reading and computing have a time budget and no effect; what comes of
 * them in time is stored before it is answered, and where there is no card the audit draft says why. The caller may read what
 * the models' features name and nothing else (45 CFR 164.502(b)).
 */
@Component
final class HookAnswer {

    private final CdsSettings settings;
    private final RiskModels models;
    private final ChartAssembly charts;
    private final RecommendationStore recommendations;
    private final TimeBudget budget;
    private final UseReport report;
    private final Clock clock;

    HookAnswer(
            CdsSettings settings,
            RiskModels models,
            ChartAssembly charts,
            RecommendationStore recommendations,
            TimeBudget budget,
            UseReport report,
            Clock clock) {
        this.settings = settings;
        this.models = models;
        this.charts = charts;
        this.recommendations = recommendations;
        this.budget = budget;
        this.report = report;
        this.clock = clock;
    }

    /** What was read, and what the models made of it; nothing without a chart. */
    private record Computed(Assembly assembly, ModelRuns runs) {}

    /** The cards, or 400 for bad prefetch, or 412 for data that is neither supplied nor known here. */
    Checked<Cards> answer(ServiceCall call, IncomingCall incoming) {
        AuditDraft draft = incoming.draft();
        HookRequest request = call.request();
        draft.detail("hook-instance", request.hookInstance().toString());
        ZonedDateTime now = ZonedDateTime.now(clock);
        ModelChoice choice = ModelChoice.of(call, models);
        PrefetchPlan plan = choice.plan(now.toLocalDate());
        Caller caller = call.ehr().toCaller(scopesFor(plan), request.userId());
        incoming.identify(caller);
        if (choice.isEmpty()) {
            return noCard(NoCard.MODEL_NOT_IN_PRODUCTION, draft);
        }
        AnswerRecord.describe(choice, draft);
        OrderRules rules = call.service().orderRules();
        if (rules != null && rules.matches(request).isEmpty()) {
            // Nothing is read of a patient for an order that is not looked at.
            List<Problem> problems = charts.problems(plan, request);
            return problems.isEmpty()
                    ? noCard(NoCard.NO_ORDER_OF_INTEREST, draft)
                    : Checked.refused(Refusal.badRequest(problems));
        }
        String correlationId = incoming.correlationId();
        TimeBudget.Spent<Computed> spent =
                budget.spend(isOver -> compute(choice, plan, caller, request, now, correlationId, isOver));
        if (spent instanceof TimeBudget.Spent.Without<Computed> without) {
            report.unanswered(
                    choice.chosen(),
                    without.reason() == NoCard.OVERLOADED
                            ? UnansweredCall.Reason.OVERLOADED
                            : UnansweredCall.Reason.OUT_OF_TIME);
            return noCard(without.reason(), draft);
        }
        Computed computed = ((TimeBudget.Spent.Done<Computed>) spent).result();
        return computed.assembly() instanceof Assembly.Ready ready
                ? conclude(call, choice, computed.runs(), ready, now, draft)
                : withoutChart(computed.assembly(), request, draft);
    }

    private Computed compute(
            ModelChoice choice,
            PrefetchPlan plan,
            Caller caller,
            HookRequest request,
            ZonedDateTime now,
            String correlationId,
            BooleanSupplier isOver) {
        Assembly assembly = charts.assemble(plan, caller, request);
        ModelRuns runs = assembly instanceof Assembly.Ready ready
                ? ModelRuns.of(choice, ready.chart(), now, correlationId, isOver)
                : ModelRuns.NONE;
        return new Computed(assembly, runs);
    }

    private static Checked<Cards> withoutChart(Assembly assembly, HookRequest request, AuditDraft draft) {
        if (assembly instanceof Assembly.BadPrefetch bad) {
            return Checked.refused(Refusal.badRequest(bad.problems()));
        } else if (assembly instanceof Assembly.Unsatisfied unsatisfied) {
            return Checked.refused(prefetchRequired(unsatisfied.keys()));
        } else if (assembly instanceof Assembly.Denied denied) {
            draft.withheld(Set.of(request.patientId()), denied.decision());
            Checked<Cards> none = noCard(NoCard.ACCESS_DENIED, draft);
            // As for a patient who is not here: what is denied is not told from what is absent.
            return denied.missing().isEmpty() ? none : Checked.refused(prefetchRequired(denied.missing()));
        }
        return noCard(assembly instanceof Assembly.TooLarge ? NoCard.RECORD_TOO_LARGE : NoCard.PATIENT_HIDDEN, draft);
    }

    private Checked<Cards> conclude(
            ServiceCall call,
            ModelChoice choice,
            ModelRuns made,
            Assembly.Ready ready,
            ZonedDateTime now,
            AuditDraft draft) {
        ModelRuns runs = made.stillInUse(models);
        draft.detail("prefetch-supplied", String.join(",", ready.keysFrom(Origin.SUPPLIED)));
        draft.detail("prefetch-from-ehr", String.join(",", ready.keysFrom(Origin.EHR)));
        draft.detail("prefetch-read", String.join(",", ready.keysFrom(Origin.HERE)));
        List<CardComposition.Composed> composed = new CardComposition(settings, call).compose(runs.runs());
        List<Recommendation> said = composed.stream()
                .map(each -> AnswerRecord.recommendation(call, each, ready, now, draft.correlationId()))
                .toList();
        if (!said.isEmpty()) {
            recommendations.addAll(said);
            draft.patients(Set.of(call.request().patientId()));
        }
        AnswerRecord.describe(composed, said, runs, draft);
        report.called(composed, runs);
        List<Card> cards = composed.stream()
                .map(CardComposition.Composed::card)
                .filter(Objects::nonNull)
                .toList();
        return cards.isEmpty() ? noCard(whyNone(choice, made, runs), draft) : Checked.valid(new Cards(cards));
    }

    private static NoCard whyNone(ModelChoice choice, ModelRuns made, ModelRuns runs) {
        if (!choice.isAnyShown()) {
            return NoCard.MODEL_NOT_IN_PRODUCTION;
        }
        if (made.hasAnswer() && !runs.hasAnswer()) {
            return NoCard.MODEL_DISABLED;
        }
        if (runs.hasAnswer()) {
            return NoCard.NOTHING_TO_SAY;
        }
        return runs.isShownShed() ? NoCard.OVERLOADED : NoCard.MODEL_FAILED;
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

    private static SmartScopes scopesFor(PrefetchPlan plan) {
        return SmartScopes.parse(plan.resourceTypes().stream()
                .map(type -> "system/" + type + (type.equals("Patient") ? ".r" : ".rs"))
                .collect(Collectors.joining(" ")));
    }
}
