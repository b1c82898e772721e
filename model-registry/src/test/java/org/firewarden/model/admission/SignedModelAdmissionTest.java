package org.firewarden.model.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.List;
import org.firewarden.crypto.HybridSigningKey;
import org.firewarden.model.feature.UnitConversion;
import org.firewarden.model.manifest.ManifestJson;
import org.firewarden.model.manifest.ModelManifest;
import org.firewarden.model.onnx.PoisonedFiles;
import org.firewarden.model.registry.InMemoryModelStore;
import org.firewarden.model.registry.Stage;
import org.firewarden.problem.Problem;
import org.junit.jupiter.api.Test;

class SignedModelAdmissionTest {

    private static final byte[] ARTIFACT = PoisonedFiles.good();
    private static final HybridSigningKey MAX = HybridSigningKey.generate(new SecureRandom());
    private static final HybridSigningKey OTHER = HybridSigningKey.generate(new SecureRandom());

    private final InMemoryModelStore store = new InMemoryModelStore();
    private final ModelAdmission admission = new SignedModelAdmission(
            store,
            RegistrySigner.of(HybridSigningKey.generate(new SecureRandom())),
            AdmissionSettings.standard(List.of(
                    new SubmitterKeys.SubmitterKey("max", MAX.publicKey()),
                    new SubmitterKeys.SubmitterKey("other", OTHER.publicKey()))),
            new UnitConversion());

    @Test
    void aGoodSubmissionBecomesACandidate() {
        AdmissionResult result = admission.submit(signed(ARTIFACT, manifest(), MAX, "max"));

        assertThat(result).asInstanceOf(type(AdmissionResult.Admitted.class)).satisfies(admitted -> {
            assertThat(admitted.version().stage()).isEqualTo(Stage.CANDIDATE);
            assertThat(store.content("two", "1.0.0").orElseThrow().author()).isEqualTo("max");
        });
    }

    @Test
    void whatThisServerTrainedIsSignedByItself() {
        assertThat(admission.submitOwn(ARTIFACT, manifest(), "max")).isInstanceOf(AdmissionResult.Admitted.class);
    }

    @Test
    void aNumberIsGivenOnce() {
        admission.submit(signed(ARTIFACT, manifest(), MAX, "max"));

        assertThat(codes(signed(ARTIFACT, manifest(), MAX, "max"))).containsExactly("version-exists");
    }

    @Test
    void anUnknownKeyOrThatOfSomebodyElseIsRefused() {
        HybridSigningKey stranger = HybridSigningKey.generate(new SecureRandom());

        assertThat(codes(signed(ARTIFACT, manifest(), stranger, "max"))).contains("unknown-key");
        assertThat(codes(signed(ARTIFACT, manifest(), OTHER, "max"))).contains("unknown-key");
    }

    @Test
    void aSignatureOverOtherBytesIsRefused() {
        Submission good = signed(ARTIFACT, manifest(), MAX, "max");
        byte[] spaced = (new String(good.manifest(), StandardCharsets.UTF_8) + " ").getBytes(StandardCharsets.UTF_8);

        assertThat(codes(new Submission(ARTIFACT, spaced, good.keyId(), good.signature(), "max")))
                .containsExactly("signature");
        assertThat(codes(new Submission(ARTIFACT, manifest(), good.keyId(), "no signature", "max")))
                .containsExactly("signature");
    }

    /** Half of a hybrid signature by its owner and half by somebody else is none. */
    @Test
    void halfASignatureIsNone() {
        String own = MAX.sign(ModelManifest.SIGNED_AS, manifest()).toString();
        String foreign = OTHER.sign(ModelManifest.SIGNED_AS, manifest()).toString();
        String mixed = own.split("\\.", -1)[0] + "." + foreign.split("\\.", -1)[1];

        assertThat(codes(new Submission(ARTIFACT, manifest(), MAX.publicKey().id(), mixed, "max")))
                .containsExactly("signature");
    }

    @Test
    void allReasonsAreNamedAtOnce() {
        byte[] poisoned = PoisonedFiles.externalData("/etc/passwd");
        Submission submission = signed(poisoned, manifest(), OTHER, "max");

        assertThat(codes(submission)).contains("unknown-key", "digest", "external-data");
    }

    @Test
    void aGoldenSetThatDoesNotComeOutIsRefused() {
        byte[] manifest = new String(manifest(), StandardCharsets.UTF_8)
                .replace("\"outputs\":[2.0,51.0]", "\"outputs\":[2.0,52.0]")
                .getBytes(StandardCharsets.UTF_8);

        assertThat(codes(signed(ARTIFACT, manifest, MAX, "max"))).containsExactly("golden-set");
    }

    @Test
    void aManifestWithAKeyTwiceOrAnUnknownOneIsRefused() {
        String good = new String(manifest(), StandardCharsets.UTF_8);
        byte[] twice = good.replaceFirst("\\{", "{\"version\":\"9.0.0\",").getBytes(StandardCharsets.UTF_8);
        byte[] unknown = good.replaceFirst("\\{", "{\"stage\":\"production\",").getBytes(StandardCharsets.UTF_8);

        assertThat(codes(signed(ARTIFACT, twice, MAX, "max"))).contains("manifest");
        assertThat(codes(signed(ARTIFACT, unknown, MAX, "max"))).contains("manifest");
    }

    @Test
    void everyProblemOfAManifestIsNamedWithItsPlace() {
        byte[] bad = new String(manifest(), StandardCharsets.UTF_8)
                .replace("\"model\":\"two\"", "\"model\":\"Two!\"")
                .replace("\"tolerance\":0.0", "\"tolerance\":-1")
                .replace("\"inputs\":[\"sex\",\"age\"]", "\"inputs\":[\"sex\",\"sex\"]")
                .getBytes(StandardCharsets.UTF_8);
        AdmissionResult result = admission.submit(signed(ARTIFACT, bad, MAX, "max"));

        assertThat(result)
                .asInstanceOf(type(AdmissionResult.Refused.class))
                .satisfies(refused -> assertThat(refused.reasons())
                        .extracting(Problem::text)
                        .anyMatch(text -> text.contains("/model:"))
                        .anyMatch(text -> text.contains("/golden/tolerance:"))
                        .anyMatch(text -> text.contains("/inputs:")));
    }

    private List<String> codes(Submission submission) {
        AdmissionResult result = admission.submit(submission);
        return result instanceof AdmissionResult.Refused refused
                ? refused.reasons().stream().map(Problem::code).toList()
                : List.of();
    }

    private static byte[] manifest() {
        return ManifestJson.write(Submissions.manifest(ARTIFACT));
    }

    private static Submission signed(byte[] artifact, byte[] manifest, HybridSigningKey key, String author) {
        return new Submission(
                artifact,
                manifest,
                key.publicKey().id(),
                key.sign(ModelManifest.SIGNED_AS, manifest).toString(),
                author);
    }
}
