package org.firewarden.model.admission;

import java.util.List;
import java.util.Map;
import org.firewarden.crypto.Sha256;
import org.firewarden.model.manifest.ApplicabilityRules;
import org.firewarden.model.manifest.ArtifactFacts;
import org.firewarden.model.manifest.ExplanationMethod;
import org.firewarden.model.manifest.FeatureSource;
import org.firewarden.model.manifest.GoldenSet;
import org.firewarden.model.manifest.Lineage;
import org.firewarden.model.manifest.ModelManifest;
import org.firewarden.model.manifest.ModelOutput;
import org.firewarden.model.manifest.MonitoringLimits;
import org.firewarden.model.registry.Cards;

/** Manifests for artifacts of two columns in and two out. */
public final class Submissions {

    private static final String SPEC = """
            id: two
            version: 1.0.0
            features:
              - {name: sex, title: Sex, source: Patient, element: sex, missing: required}
              - {name: age, title: Age, source: Patient, element: age, missing: required}
            """;

    private Submissions() {}

    /** What {@code y = x + 1} would come with. */
    public static ModelManifest manifest(byte[] artifact) {
        return new ModelManifest(
                "two",
                "1.0.0",
                new ArtifactFacts(Sha256.hex(artifact), Math.max(1, artifact.length), 18),
                new FeatureSource(SPEC, Map.of()),
                List.of("sex", "age"),
                List.of(output("a"), output("b")),
                new ApplicabilityRules(List.of(), List.of()),
                new ExplanationMethod(ExplanationMethod.Kind.ADDITIVE, List.of(0.0, 0.0), Map.of(), 1, 1),
                new GoldenSet(0, List.of(new GoldenSet.Row(List.of(1.0, 50.0), List.of(2.0, 51.0)))),
                new Lineage("for a test", "1", null, null, null, null, null),
                List.of(),
                Cards.card("two"),
                Map.of(),
                null,
                null,
                Map.of(),
                MonitoringLimits.standard());
    }

    private static ModelOutput output(String code) {
        return new ModelOutput(code, code, ModelOutput.Kind.SCORE, "{score}", -1e6, 1e6, List.of(), null);
    }
}
