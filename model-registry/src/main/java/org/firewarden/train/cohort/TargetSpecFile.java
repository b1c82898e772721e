package org.firewarden.train.cohort;

import java.time.DateTimeException;
import java.time.Period;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.firewarden.access.CodedValue;
import org.firewarden.model.feature.CodeListFile;
import org.firewarden.model.yaml.FileProblems;
import org.firewarden.model.yaml.ShippedFile;
import org.firewarden.model.yaml.YamlObject;
import org.firewarden.train.cohort.TargetSpec.Kind;
import org.firewarden.train.cohort.TargetSpec.Unit;
import org.jspecify.annotations.Nullable;

/** A target spec in YAML; what is not understood is refused, with every problem. */
public final class TargetSpecFile {

    private TargetSpecFile() {}

    /** Reads a spec that ships inside the jar. */
    public static TargetSpec load(String path) {
        return parse(path, ShippedFile.text(path));
    }

    static TargetSpec parse(String path, String content) {
        FileProblems problems = new FileProblems(path);
        YamlObject root = YamlObject.parse(content, problems);
        String id = root.text("id").orElse("");
        String version = root.text("version").orElse("");
        String title = root.text("title").orElse("");
        String outcome = root.text("outcome").orElse("");
        Unit unit = unit(root);
        Set<String> classes = Set.copyOf(root.texts("classes"));
        Set<CodedValue> dispositions = codes(root, "excluded-dispositions");
        double rate = root.number("expected-rate").orElse(0.5);
        if (!(rate > 0 && rate < 1)) {
            root.problem("expected-rate", "a rate lies between 0 and 1");
        }
        List<String> scores = root.has("scores") ? root.texts("scores") : List.of();
        Kind kind = kind(root);
        root.refuseOtherKeys();
        problems.refuseIfAny();
        if (kind == null) {
            throw problems.refusal();
        }
        return new TargetSpec(id, version, title, outcome, unit, classes, dispositions, rate, scores, kind);
    }

    private static Unit unit(YamlObject root) {
        String text = root.text("unit").orElse("");
        if (!text.equals("encounter") && !text.equals("patient")) {
            root.problem("unit", "'unit' is encounter or patient");
        }
        return text.equals("patient") ? Unit.PATIENT : Unit.ENCOUNTER;
    }

    private static @Nullable Kind kind(YamlObject root) {
        Optional<YamlObject> label = root.object("label");
        if (label.isEmpty()) {
            return null;
        }
        YamlObject object = label.get();
        String kind = object.text("kind").orElse("");
        Kind made = switch (kind) {
            case "next-encounter" -> new Kind.NextEncounter(period(object), Set.copyOf(object.texts("classes")));
            case "answer" -> answer(object);
            case "diagnosis" ->
                object.text("code-list")
                        .map(path -> (Kind) new Kind.Diagnosis(CodeListFile.parse(path, ShippedFile.text(path))))
                        .orElse(null);
            default -> {
                object.problem("kind", "'kind' is next-encounter, answer or diagnosis");
                yield null;
            }
        };
        object.refuseOtherKeys();
        return made;
    }

    private static @Nullable Kind answer(YamlObject object) {
        Set<CodedValue> question = codes(object, "question");
        Set<CodedValue> yes = codes(object, "yes");
        if (question.size() != 1 || yes.isEmpty()) {
            object.problem("question", "an answer has one question and at least one 'yes'");
            return null;
        }
        return new Kind.Answer(question.iterator().next(), yes, period(object));
    }

    private static Period period(YamlObject object) {
        String text = object.text("within").orElse("");
        try {
            return Period.parse(text);
        } catch (DateTimeException e) {
            object.problem("within", "'within' is an ISO 8601 period such as P30D");
            return Period.ofDays(1);
        }
    }

    private static Set<CodedValue> codes(YamlObject object, String key) {
        Set<CodedValue> codes = new HashSet<>();
        List<YamlObject> entries = object.objects(key);
        for (YamlObject entry : entries) {
            Optional<String> system = entry.text("system");
            Optional<String> code = entry.text("code");
            entry.optionalText("display");
            entry.refuseOtherKeys();
            if (system.isPresent() && code.isPresent()) {
                codes.add(new CodedValue(system.get(), code.get()));
            }
        }
        return codes;
    }
}
