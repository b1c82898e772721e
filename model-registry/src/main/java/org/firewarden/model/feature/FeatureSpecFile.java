package org.firewarden.model.feature;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.firewarden.model.yaml.FileProblems;
import org.firewarden.model.yaml.ShippedFile;
import org.firewarden.model.yaml.YamlObject;

/**
 * A feature spec in YAML. What is not understood is refused, with file, line and every problem: a misspelt window must not
 * silently become no window.
 */
public final class FeatureSpecFile {

    private final UnitConversion units;
    private final UnaryOperator<String> files;

    /**
     * Reads specs whose code lists come from elsewhere.
     *
     * @param files the text of a code list by its path
     */
    FeatureSpecFile(UnitConversion units, UnaryOperator<String> files) {
        this.units = units;
        this.files = files;
    }

    /** Reads specs that bring their code lists along. */
    public static FeatureSpecFile withCodeLists(UnitConversion units, UnaryOperator<String> files) {
        return new FeatureSpecFile(units, files);
    }

    /** Reads specs that ship inside the jar. */
    public FeatureSpecFile(UnitConversion units) {
        this(units, ShippedFile::text);
    }

    /**
     * Reads a spec that ships inside the jar.
     *
     * @throws org.firewarden.model.yaml.InvalidFileException with all problems
     */
    public FeatureSpec load(String path) {
        return parse(path, files.apply(path));
    }

    /**
     * Reads a spec.
     *
     * @param path for the problems
     * @throws org.firewarden.model.yaml.InvalidFileException with all problems
     */
    public FeatureSpec parse(String path, String content) {
        FileProblems problems = new FileProblems(path);
        YamlObject root = YamlObject.parse(content, problems);
        FeatureDeclaration declaration = new FeatureDeclaration(units, files, problems);
        Optional<String> id = root.text("id");
        Optional<String> version = root.text("version");
        List<Feature> features = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (YamlObject object : root.objects("features")) {
            List<? extends Feature> read = SequenceDeclaration.isMeant(object)
                    ? sequence(declaration, object)
                    : declaration.read(object).stream().toList();
            if (SequenceDeclaration.isMeant(object) && features.stream().anyMatch(EventFeature.class::isInstance)) {
                object.problem("kinds", "there is at most one sequence of events");
            }
            features.addAll(read);
            Stream.concat(
                            object.optionalText("name").stream(),
                            read.stream().filter(EventFeature.class::isInstance).map(Feature::name))
                    .filter(name -> !names.add(name))
                    .forEach(name -> object.problem("name", "feature '" + name + "' stands twice"));
        }
        root.refuseOtherKeys();
        if (names.isEmpty()) {
            root.problem("features", "there must be features");
        }
        problems.refuseIfAny();
        return new FeatureSpec(id.orElseThrow(), version.orElseThrow(), features);
    }

    private static List<EventFeature> sequence(FeatureDeclaration declaration, YamlObject object) {
        return new SequenceDeclaration(declaration)
                .read(object)
                .map(EventSequence::features)
                .orElse(List.of());
    }
}
