package org.firewarden.model.registry;

import java.util.List;
import java.util.Optional;
import org.firewarden.model.yaml.FileProblems;
import org.firewarden.model.yaml.YamlObject;

/** A model card in YAML. No part of it may be left out. */
public final class ModelCardFile {

    private ModelCardFile() {}

    /**
     * Reads a card.
     *
     * @param path for the problems
     * @throws org.firewarden.model.yaml.InvalidFileException with all problems
     */
    public static ModelCard parse(String path, String content) {
        FileProblems problems = new FileProblems(path);
        YamlObject root = YamlObject.parse(content, problems);
        Optional<String> title = root.text("title");
        Optional<String> developer = root.text("developer");
        Optional<String> intendedUse = root.text("intended-use");
        Optional<String> population = root.text("population");
        List<String> inputs = list(root, "inputs");
        List<String> outputs = list(root, "outputs");
        List<String> limits = list(root, "limits");
        List<String> outOfScope = list(root, "out-of-scope");
        Optional<String> performance = root.text("performance");
        Optional<String> citation = root.text("citation");
        Optional<String> licence = root.text("licence");
        root.refuseOtherKeys();
        problems.refuseIfAny();
        return new ModelCard(
                title.orElseThrow(),
                developer.orElseThrow(),
                intendedUse.orElseThrow(),
                population.orElseThrow(),
                inputs,
                outputs,
                limits,
                outOfScope,
                performance.orElseThrow(),
                citation.orElseThrow(),
                licence.orElseThrow());
    }

    private static List<String> list(YamlObject root, String key) {
        List<String> texts = root.texts(key);
        if (texts.isEmpty()) {
            root.problem(key, "'" + key + "' must be a list with at least one text");
        }
        return texts;
    }
}
