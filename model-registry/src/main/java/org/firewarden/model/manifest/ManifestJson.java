package org.firewarden.model.manifest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.firewarden.model.manifest.ApplicabilityRules.Exclusion;
import org.firewarden.model.manifest.ApplicabilityRules.Range;
import org.firewarden.model.registry.ModelCard;
import org.jspecify.annotations.Nullable;

/**
 * A manifest in JSON (UTF-8). A key that stands twice, one that is not known, or anything behind the object makes it no
 * manifest: its bytes are signed, and they must be readable in one way only.
 */
public final class ManifestJson {

    /** The longest manifest that is read. */
    public static final int MAXIMUM_BYTES = 1 << 20;

    private static final ObjectMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder().maxNestingDepth(20).build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();

    private ManifestJson() {}

    /** The manifest in JSON: members in the order of the record, the same bytes each time. */
    public static byte[] write(ModelManifest manifest) {
        try {
            return JSON.writeValueAsBytes(manifest);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a manifest is always JSON", e);
        }
    }

    /**
     * Reads a manifest.
     *
     * @throws InvalidManifestException with everything that is wrong
     */
    public static ModelManifest read(byte[] json) {
        if (json.length > MAXIMUM_BYTES) {
            throw new InvalidManifestException(List.of(": is longer than " + MAXIMUM_BYTES + " bytes"));
        }
        try (JsonParser parser = JSON.createParser(json)) {
            JsonNode tree = JSON.readTree(parser);
            if (tree != null && parser.nextToken() == null) {
                return read(tree);
            }
        } catch (IOException e) {
            throw new InvalidManifestException(List.of(": is no JSON object in UTF-8, or has a key twice"));
        }
        throw new InvalidManifestException(List.of(": must be one JSON object"));
    }

    /** Reads a manifest that is JSON or YAML already parsed. */
    static ModelManifest read(JsonNode tree) {
        List<String> problems = new ArrayList<>();
        ManifestPart root = new ManifestPart(tree, "", problems);
        ModelManifest manifest = new ModelManifest(
                root.text("model"),
                root.text("version"),
                artifact(root.part("artifact")),
                features(root.part("features")),
                root.texts("inputs"),
                root.parts("outputs").stream().map(ManifestJson::output).toList(),
                applicability(root.part("applicability")),
                explanation(root.part("explanation")),
                golden(root.part("golden")),
                lineage(root.part("lineage")),
                root.parts("evaluations").stream().map(ManifestJson::evaluation).toList(),
                card(root.part("card")),
                root.textsByName("sourceAttributes"),
                root.has("transparency") ? TransparencyReader.read(root.part("transparency")) : null,
                root.has("deviceCriteria") ? deviceCriteria(root.part("deviceCriteria")) : null,
                root.partsByName("reference").entrySet().stream()
                        .collect(Collectors.toMap(Map.Entry::getKey, entry -> distribution(entry.getValue()))),
                limits(root.part("limits")));
        root.refuseOtherKeys();
        ManifestRules.check(manifest, problems);
        if (!problems.isEmpty()) {
            throw new InvalidManifestException(problems);
        }
        return manifest;
    }

    private static ArtifactFacts artifact(ManifestPart part) {
        ArtifactFacts facts = new ArtifactFacts(part.text("sha256"), part.integer("bytes", 1, Integer.MAX_VALUE), (int)
                part.integer("operatorSet", 1, 1000));
        part.refuseOtherKeys();
        return facts;
    }

    private static FeatureSource features(ManifestPart part) {
        FeatureSource source = new FeatureSource(part.text("spec"), part.textsByName("codeLists"));
        part.refuseOtherKeys();
        return source;
    }

    private static ModelOutput output(ManifestPart part) {
        ModelOutput output = new ModelOutput(
                part.text("code"),
                part.text("title"),
                part.one("kind", ModelOutput.Kind.class, ModelOutput.Kind::code),
                part.text("unit"),
                part.number("minimum"),
                part.number("maximum"),
                part.parts("thresholds").stream().map(ManifestJson::threshold).toList(),
                part.optionalText("calibration"));
        part.refuseOtherKeys();
        return output;
    }

    private static ModelOutput.Threshold threshold(ManifestPart part) {
        ModelOutput.Threshold threshold =
                new ModelOutput.Threshold(part.number("from"), part.text("name"), part.optionalText("meaning"));
        part.refuseOtherKeys();
        return threshold;
    }

    private static ApplicabilityRules applicability(ManifestPart part) {
        List<Range> ranges = new ArrayList<>();
        for (ManifestPart entry : part.parts("ranges")) {
            ranges.add(new Range(
                    entry.text("feature"),
                    entry.number("minimum"),
                    entry.optionalNumber("maximum"),
                    entry.optionalNumber("lessThan")));
            entry.refuseOtherKeys();
        }
        List<Exclusion> exclusions = new ArrayList<>();
        for (ManifestPart entry : part.parts("exclusions")) {
            exclusions.add(new Exclusion(entry.text("feature"), entry.text("reason")));
            entry.refuseOtherKeys();
        }
        part.refuseOtherKeys();
        return new ApplicabilityRules(ranges, exclusions);
    }

    private static ExplanationMethod explanation(ManifestPart part) {
        ExplanationMethod method = new ExplanationMethod(
                part.one("kind", ExplanationMethod.Kind.class, ExplanationMethod.Kind::code),
                part.numbers("baseline"),
                part.textListsByName("groups"),
                (int) part.integer("samples", 1, 10_000),
                part.integer("seed", Long.MIN_VALUE, Long.MAX_VALUE));
        part.refuseOtherKeys();
        return method;
    }

    private static GoldenSet golden(ManifestPart part) {
        List<GoldenSet.Row> rows = new ArrayList<>();
        for (ManifestPart row : part.parts("rows")) {
            rows.add(new GoldenSet.Row(row.numbers("inputs"), row.numbers("outputs")));
            row.refuseOtherKeys();
        }
        GoldenSet golden = new GoldenSet(part.number("tolerance"), rows);
        part.refuseOtherKeys();
        return golden;
    }

    private static Lineage lineage(ManifestPart part) {
        Lineage lineage = new Lineage(
                part.text("derivation"),
                part.text("codeVersion"),
                part.optionalText("dataSet"),
                part.optionalText("dataSetSha256"),
                part.optionalText("trainingRun"),
                part.optionalText("parent"),
                part.optionalText("publication"));
        part.refuseOtherKeys();
        return lineage;
    }

    private static Evaluation evaluation(ManifestPart part) {
        Evaluation evaluation = new Evaluation(
                part.one("kind", Evaluation.Kind.class, Evaluation.Kind::code),
                part.text("data"),
                part.text("summary"),
                part.parts("metrics").stream().map(ManifestJson::metric).toList(),
                part.optionalText("reportSha256"));
        part.refuseOtherKeys();
        return evaluation;
    }

    private static Evaluation.Metric metric(ManifestPart part) {
        Evaluation.Metric metric = new Evaluation.Metric(
                part.text("name"),
                part.number("value"),
                part.optionalText("output"),
                part.optionalText("subgroup"),
                part.optionalNumber("lower"),
                part.optionalNumber("upper"),
                count(part));
        part.refuseOtherKeys();
        return metric;
    }

    private static @Nullable Long count(ManifestPart part) {
        return part.optionalNumber("n") == null ? null : Long.valueOf(part.integer("n", 0, Long.MAX_VALUE));
    }

    private static ModelCard card(ManifestPart part) {
        ModelCard card = new ModelCard(
                part.text("title"),
                part.text("developer"),
                part.text("intendedUse"),
                part.text("population"),
                part.texts("inputs"),
                part.texts("outputs"),
                part.texts("limits"),
                part.texts("outOfScope"),
                part.text("performance"),
                part.text("citation"),
                part.text("licence"));
        part.refuseOtherKeys();
        return card;
    }

    private static DeviceCriteria deviceCriteria(ManifestPart part) {
        List<DeviceCriteria.Criterion> criteria = new ArrayList<>();
        for (ManifestPart entry : part.parts("criteria")) {
            criteria.add(new DeviceCriteria.Criterion(entry.flag("met"), entry.text("evidence")));
            entry.refuseOtherKeys();
        }
        DeviceCriteria declared = new DeviceCriteria(criteria, part.flag("timeCritical"));
        part.refuseOtherKeys();
        return declared;
    }

    private static Distribution distribution(ManifestPart part) {
        Distribution distribution = new Distribution(part.numbers("edges"), part.numbers("shares"));
        part.refuseOtherKeys();
        return distribution;
    }

    private static MonitoringLimits limits(ManifestPart part) {
        MonitoringLimits limits = new MonitoringLimits(
                (int) part.integer("minimumCalls", 1, Integer.MAX_VALUE),
                part.optionalNumber("failureShare"),
                part.optionalNumber("overrideShare"),
                part.optionalNumber("psi"),
                part.optionalNumber("auroc"),
                part.optionalNumber("calibrationError"));
        part.refuseOtherKeys();
        return limits;
    }
}
