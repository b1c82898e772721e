package org.firewarden.cds.service;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.ZonedDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.firewarden.audit.AuditDetail;
import org.firewarden.audit.AuditDraft;
import org.firewarden.cds.hook.Card;
import org.firewarden.cds.hook.HookRequest;
import org.firewarden.cds.hook.Suggestion;
import org.firewarden.cds.prefetch.Assembly;
import org.firewarden.cds.recommendation.AnswerJson;
import org.firewarden.cds.recommendation.AnswerKind;
import org.firewarden.cds.recommendation.CallOrigin;
import org.firewarden.cds.recommendation.Evidence;
import org.firewarden.cds.recommendation.Exposure;
import org.firewarden.cds.recommendation.Recommendation;
import org.firewarden.model.registry.ModelVersion;
import org.firewarden.model.risk.RiskAnswer;
import org.firewarden.phi.Phi;

/** What is written down of the answers to a call: the recommendations that are stored, and the facts in the audit event. */
final class AnswerRecord {

    private static final ObjectMapper JSON = new ObjectMapper();

    private AnswerRecord() {}

    static Recommendation recommendation(
            ServiceCall call,
            CardComposition.Composed composed,
            Assembly.Ready ready,
            ZonedDateTime now,
            String correlationId) {
        ModelRun run = composed.run();
        Card card = composed.card();
        HookRequest request = call.request();
        return new Recommendation(
                run.name(),
                new CallOrigin(
                        call.service().id(),
                        request.hook().code(),
                        request.hookInstance(),
                        call.ehr().issuer(),
                        call.ehr().tenant(),
                        request.userId(),
                        request.patientId(),
                        request.encounterId(),
                        correlationId),
                run.model().version(),
                AnswerKind.of(run.answer()),
                exposure(composed),
                Phi.of(outputs(run.answer())),
                run.usedFeatures(),
                card == null
                        ? List.of()
                        : card.suggestions().stream().map(Suggestion::uuid).toList(),
                card == null ? 0 : run.reviewers(),
                Phi.of(evidence(composed, ready, now)),
                now.toInstant());
    }

    private static Evidence evidence(CardComposition.Composed composed, Assembly.Ready ready, ZonedDateTime now) {
        ModelRun run = composed.run();
        ObjectNode chart = JsonNodeFactory.instance.objectNode();
        ready.chart().resources().forEach(chart.putArray("resources")::add);
        ObjectNode origins = chart.putObject("origins");
        ready.origins().forEach((key, origin) -> origins.put(key, origin.code()));
        if (ready.chart().encounterId() != null) {
            chart.put("encounter", ready.chart().encounterId());
        }
        ObjectNode answer = AnswerJson.of(run.answer(), run.contributions());
        InputSources sources = InputSources.of(run.model().features(), run.answer(), ready.chart());
        sources.references().forEach(answer.putArray("sources")::add);
        sources.types().forEach(answer.putArray("types")::add);
        answer.put("inputsRecorded", InputSupport.of(run.answer()).share());
        run.use()
                .band(run.answer())
                .ifPresent(band -> answer.putObject("band")
                        .put("outcome", run.use().bands().outcome())
                        .put("name", band.name())
                        .put("source", run.use().bands().source()));
        return new Evidence(
                now,
                ready.chart().patient(),
                chart,
                answer,
                composed.card() == null ? null : JSON.valueToTree(composed.card()));
    }

    private static Exposure exposure(CardComposition.Composed composed) {
        if (composed.run().isSilent()) {
            return Exposure.SILENT;
        }
        if (composed.card() == null) {
            return Exposure.WITHHELD;
        }
        return composed.run().isCanary() ? Exposure.CANARY : Exposure.SHOWN;
    }

    private static Map<String, Double> outputs(RiskAnswer answer) {
        Map<String, Double> outputs = new LinkedHashMap<>();
        if (answer instanceof RiskAnswer.Assessed assessed) {
            assessed.risks().forEach(risk -> outputs.put(risk.outcome(), risk.value()));
        }
        return outputs;
    }

    /** Which versions were asked, before any of them was. */
    static void describe(ModelChoice choice, AuditDraft draft) {
        draft.detail(AuditDetail.MODEL, versions(choice, ModelVersion::modelId));
        draft.detail(AuditDetail.MODEL_VERSION, versions(choice, ModelVersion::version));
        draft.detail(AuditDetail.MODEL_SHA256, versions(choice, ModelVersion::sha256));
        String silent = choice.chosen().stream()
                .filter(ModelChoice.Chosen::isSilent)
                .map(each -> name(each.model().version()))
                .collect(Collectors.joining(","));
        if (!silent.isEmpty()) {
            draft.detail("model-silent", silent);
        }
    }

    /** What they answered: names and counts in the clear, numbers sealed. */
    static void describe(
            List<CardComposition.Composed> composed, List<Recommendation> made, ModelRuns runs, AuditDraft draft) {
        made.forEach(each -> draft.entity("urn:uuid:" + each.card()));
        if (!made.isEmpty()) {
            draft.detail(
                    "answer", distinct(made.stream().map(each -> each.kind().code())));
            draft.detail(
                    AuditDetail.SHOWN,
                    distinct(made.stream().map(each -> each.exposure().code())));
            draft.detail(AuditDetail.FEATURES, distinct(made.stream().flatMap(each -> each.features().stream())));
            draft.sealedDetail(AuditDetail.OUTPUT, Phi.of(outputText(composed)));
            draft.sealedDetail(
                    AuditDetail.CONFIDENCE,
                    Phi.of(composed.stream()
                            .map(each -> name(each.run().model().version()) + ": "
                                    + InputSupport.of(each.run().answer()).code())
                            .distinct()
                            .collect(Collectors.joining("; "))));
        }
        if (!runs.failed().isEmpty()) {
            draft.detail(
                    "model-failed",
                    distinct(
                            runs.failed().stream().map(each -> name(each.model().version()))));
        }
        if (!runs.shed().isEmpty()) {
            draft.detail(
                    "model-overloaded",
                    distinct(runs.shed().stream().map(each -> name(each.model().version()))));
        }
    }

    private static String outputText(List<CardComposition.Composed> composed) {
        return composed.stream()
                .map(each -> name(each.run().model().version()) + ": "
                        + outputs(each.run().answer()))
                .distinct()
                .collect(Collectors.joining("; "));
    }

    private static String versions(ModelChoice choice, Function<ModelVersion, String> part) {
        return choice.chosen().stream()
                .filter(each -> !each.isSilent())
                .map(each -> part.apply(each.model().version()))
                .collect(Collectors.joining(","));
    }

    private static String name(ModelVersion version) {
        return version.modelId() + "/" + version.version();
    }

    private static String distinct(Stream<String> codes) {
        return codes.distinct().collect(Collectors.joining(","));
    }
}
