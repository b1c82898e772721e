package org.firewarden.model.risk;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import org.firewarden.model.feature.Interval;
import org.firewarden.model.registry.Stage;
import org.firewarden.model.risk.ModelManifest.Exclusion;
import org.firewarden.model.risk.ModelManifest.Output;
import org.firewarden.model.risk.ModelManifest.Range;
import org.firewarden.model.yaml.FileProblems;
import org.firewarden.model.yaml.YamlObject;

/** A model manifest in YAML. */
final class ModelManifestFile {

    private ModelManifestFile() {}

    /**
     * Reads a manifest.
     *
     * @throws org.firewarden.model.yaml.InvalidFileException with all problems
     */
    static ModelManifest parse(String path, String content) {
        FileProblems problems = new FileProblems(path);
        YamlObject root = YamlObject.parse(content, problems);
        Optional<String> id = root.text("id");
        Optional<String> version = root.text("version");
        Optional<Stage> stage = stage(root);
        Optional<String> artifact = root.text("artifact");
        Optional<String> features = root.text("features");
        Optional<String> card = root.text("card");
        List<String> inputs = root.texts("inputs");
        List<Output> outputs = outputs(root);
        Optional<YamlObject> applicability = root.object("applicability");
        List<Range> ranges = applicability.map(ModelManifestFile::ranges).orElse(List.of());
        List<Exclusion> exclusions =
                applicability.map(ModelManifestFile::exclusions).orElse(List.of());
        applicability.ifPresent(YamlObject::refuseOtherKeys);
        List<Double> example = example(root, inputs.size());
        root.refuseOtherKeys();
        if (inputs.isEmpty() || outputs.isEmpty()) {
            root.problem("inputs", "a model has inputs and outputs");
        }
        problems.refuseIfAny();
        return new ModelManifest(
                id.orElseThrow(),
                version.orElseThrow(),
                stage.orElseThrow(),
                artifact.orElseThrow(),
                features.orElseThrow(),
                card.orElseThrow(),
                inputs,
                outputs,
                ranges,
                exclusions,
                example);
    }

    private static Optional<Stage> stage(YamlObject root) {
        Optional<String> text = root.text("stage");
        Optional<Stage> stage = text.flatMap(written -> Arrays.stream(Stage.values())
                .filter(candidate -> candidate.name().toLowerCase(Locale.ROOT).equals(written))
                .findFirst());
        if (text.isPresent() && stage.isEmpty()) {
            root.problem("stage", "there is no such stage");
        }
        return stage;
    }

    private static List<Double> example(YamlObject root, int size) {
        try {
            List<Double> example =
                    root.texts("example").stream().map(Double::valueOf).toList();
            if (example.size() == size) {
                return example;
            }
        } catch (NumberFormatException e) {
            // Noted below, like a row of another length.
        }
        root.problem("example", "'example' must be a list with one number for each input");
        return List.of();
    }

    private static List<Output> outputs(YamlObject root) {
        List<Output> outputs = new ArrayList<>();
        for (YamlObject entry : root.objects("outputs")) {
            Optional<String> code = entry.text("code");
            Optional<String> title = entry.text("title");
            entry.refuseOtherKeys();
            code.ifPresent(present -> title.ifPresent(text -> outputs.add(new Output(present, text))));
        }
        return outputs;
    }

    private static List<Range> ranges(YamlObject applicability) {
        List<Range> ranges = new ArrayList<>();
        for (YamlObject entry : applicability.objects("ranges")) {
            Optional<String> feature = entry.text("feature");
            OptionalDouble minimum = entry.number("minimum");
            boolean includesMaximum = entry.has("maximum");
            OptionalDouble maximum = entry.number(includesMaximum ? "maximum" : "less-than");
            entry.refuseOtherKeys();
            if (feature.isEmpty() || minimum.isEmpty() || maximum.isEmpty()) {
                continue;
            }
            if (minimum.getAsDouble() >= maximum.getAsDouble()) {
                entry.problem("minimum", "the minimum must be less than the maximum");
            } else {
                ranges.add(new Range(
                        feature.get(), new Interval(minimum.getAsDouble(), maximum.getAsDouble(), includesMaximum)));
            }
        }
        return ranges;
    }

    private static List<Exclusion> exclusions(YamlObject applicability) {
        List<Exclusion> exclusions = new ArrayList<>();
        for (YamlObject entry : applicability.objects("exclusions")) {
            Optional<String> feature = entry.text("feature");
            Optional<String> reason = entry.text("reason");
            entry.refuseOtherKeys();
            feature.ifPresent(name -> reason.ifPresent(text -> exclusions.add(new Exclusion(name, text))));
        }
        return exclusions;
    }
}
