package org.firewarden.model.manifest;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.firewarden.model.feature.FeatureSpec;
import org.firewarden.model.feature.FeatureSpecFile;
import org.firewarden.model.feature.UnitConversion;
import org.firewarden.model.yaml.InvalidFileException;

/** A manifest with its feature spec read. The names of the manifest are those of the spec. */
public record ModelDefinition(ModelManifest manifest, FeatureSpec features) {

    /**
     * Reads the feature spec of a manifest.
     *
     * @throws InvalidManifestException with everything that is wrong with it
     */
    public static ModelDefinition of(ModelManifest manifest, UnitConversion units) {
        FeatureSpec features;
        try {
            features = FeatureSpecFile.withCodeLists(units, path -> codeList(manifest, path))
                    .parse("features", manifest.features().spec());
        } catch (InvalidFileException e) {
            throw new InvalidManifestException(
                    e.problems().stream().map(text -> "/features/spec: " + text).toList());
        }
        List<String> problems = new ArrayList<>();
        Stream.of(
                        manifest.inputs().stream(),
                        manifest.applicability().ranges().stream().map(ApplicabilityRules.Range::feature),
                        manifest.applicability().exclusions().stream().map(ApplicabilityRules.Exclusion::feature))
                .flatMap(names -> names)
                .filter(name -> features.feature(name).isEmpty())
                .forEach(name -> problems.add("/features/spec: has no feature '" + name + "'"));
        if (!problems.isEmpty()) {
            throw new InvalidManifestException(problems);
        }
        return new ModelDefinition(manifest, features);
    }

    private static String codeList(ModelManifest manifest, String path) {
        String text = manifest.features().codeLists().get(path);
        if (text == null) {
            throw new InvalidFileException(List.of("there is no code list " + path));
        }
        return text;
    }
}
