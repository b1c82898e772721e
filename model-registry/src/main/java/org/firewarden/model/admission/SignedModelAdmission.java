package org.firewarden.model.admission;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.firewarden.crypto.HybridPublicKey;
import org.firewarden.crypto.HybridSignature;
import org.firewarden.crypto.KeyRingException;
import org.firewarden.crypto.Sha256;
import org.firewarden.model.feature.UnitConversion;
import org.firewarden.model.manifest.InvalidManifestException;
import org.firewarden.model.manifest.ManifestJson;
import org.firewarden.model.manifest.ModelDefinition;
import org.firewarden.model.manifest.ModelManifest;
import org.firewarden.model.registry.ModelContent;
import org.firewarden.model.registry.ModelStore;
import org.firewarden.model.registry.ModelVersion;
import org.firewarden.model.registry.Stage;
import org.firewarden.model.runtime.ModelArtifact;
import org.firewarden.problem.Problem;
import org.jspecify.annotations.Nullable;

/**
 * Examines submissions. All reasons against one are found, but an artifact is loaded only if signature, digest and structure are
 * good: the library that loads it is the last to see it.
 */
public final class SignedModelAdmission implements ModelAdmission {

    private final ModelStore store;
    private final RegistrySigner signer;
    private final AdmissionSettings settings;
    private final UnitConversion units;

    /** Stores what is admitted here. */
    public SignedModelAdmission(
            ModelStore store, RegistrySigner signer, AdmissionSettings settings, UnitConversion units) {
        this.store = store;
        this.signer = signer;
        this.settings = settings;
        this.units = units;
    }

    @Override
    public AdmissionResult submit(Submission submission) {
        List<Problem> problems = new ArrayList<>();
        Optional<HybridPublicKey> key = key(submission, problems);
        return admit(submission, key.orElse(null), Stage.CANDIDATE, problems);
    }

    @Override
    public AdmissionResult submitOwn(byte[] artifact, byte[] manifest, String author) {
        return submitOwn(artifact, manifest, author, Stage.CANDIDATE);
    }

    /** The same for a model that ships, which is registered where it stands at delivery. */
    public AdmissionResult submitOwn(byte[] artifact, byte[] manifest, String author, Stage stage) {
        HybridPublicKey key = signer.publicKey();
        Submission own = new Submission(
                artifact, manifest, key.id(), signer.sign(manifest).toString(), author);
        return admit(own, key, stage, new ArrayList<>());
    }

    /** The key that the submitter has registered, if the signature holds with it. */
    private Optional<HybridPublicKey> key(Submission submission, List<Problem> problems) {
        Optional<HybridPublicKey> key = settings.find(submission.keyId())
                .filter(found -> found.subject().equals(submission.author()))
                .map(SubmitterKeys.SubmitterKey::key);
        if (key.isEmpty()) {
            problems.add(Problem.invalid("unknown-key", "No such key is registered for the submitter."));
        }
        return key;
    }

    private AdmissionResult admit(
            Submission submission, @Nullable HybridPublicKey key, Stage stage, List<Problem> problems) {
        signature(submission, key, problems);
        Optional<ModelDefinition> definition = definition(submission.manifest(), problems);
        byte[] artifact = submission.artifact();
        if (artifact.length > settings.maximumBytes()) {
            problems.add(Problem.invalid("too-large", "The artifact is larger than is allowed."));
        } else if (definition.isPresent()) {
            artifact(artifact, definition.get().manifest(), problems);
        }
        if (definition.isPresent() && problems.isEmpty()) {
            String sha256 = definition.get().manifest().artifact().sha256();
            problems.addAll(new GoldenRun(settings.timeLimit())
                    .problems(ModelArtifact.verified(artifact, sha256), definition.get()));
        }
        if (definition.isEmpty() || key == null || !problems.isEmpty()) {
            return new AdmissionResult.Refused(problems);
        }
        return store(submission, key, stage, definition.get().manifest());
    }

    private static void signature(Submission submission, @Nullable HybridPublicKey key, List<Problem> problems) {
        if (key == null) {
            return;
        }
        boolean holds;
        try {
            holds = key.verifies(
                    ModelManifest.SIGNED_AS, submission.manifest(), HybridSignature.parse(submission.signature()));
        } catch (KeyRingException e) {
            // What has not the form of a signature does not hold.
            holds = false;
        }
        if (!holds) {
            problems.add(Problem.invalid("signature", "The signature over the manifest does not hold."));
        }
    }

    private Optional<ModelDefinition> definition(byte[] manifest, List<Problem> problems) {
        try {
            return Optional.of(ModelDefinition.of(ManifestJson.read(manifest), units));
        } catch (InvalidManifestException e) {
            e.problems().forEach(text -> problems.add(Problem.invalid("manifest", "The manifest at " + text)));
            return Optional.empty();
        }
    }

    private static void artifact(byte[] artifact, ModelManifest manifest, List<Problem> problems) {
        if (artifact.length != manifest.artifact().bytes()
                || !Sha256.hex(artifact).equals(manifest.artifact().sha256())) {
            problems.add(Problem.invalid("digest", "The artifact is not the one of the manifest."));
        }
        problems.addAll(ArtifactRules.problems(artifact, manifest));
    }

    private AdmissionResult store(Submission submission, HybridPublicKey key, Stage stage, ModelManifest manifest) {
        ModelVersion offered = new ModelVersion(
                manifest.model(), manifest.version(), manifest.artifact().sha256(), stage, manifest.card());
        if (store.find(offered.modelId(), offered.version()).isPresent()) {
            return exists();
        }
        ModelContent content = new ModelContent(
                submission.manifest(),
                submission.artifact(),
                key.id(),
                key.toString(),
                submission.signature(),
                submission.author());
        ModelVersion stored = store.register(offered, content);
        boolean isOurs = store.manifest(stored.modelId(), stored.version())
                .filter(found -> found.signature().equals(content.signature()))
                .isPresent();
        return isOurs ? new AdmissionResult.Admitted(stored) : exists();
    }

    private static AdmissionResult exists() {
        return new AdmissionResult.Refused(List.of(new Problem(
                "duplicate", "version-exists", "There is a version of that number; a change is a new version.")));
    }
}
