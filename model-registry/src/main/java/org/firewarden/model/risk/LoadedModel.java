package org.firewarden.model.risk;

import java.util.Optional;
import org.firewarden.crypto.HybridPublicKey;
import org.firewarden.crypto.HybridSignature;
import org.firewarden.model.feature.UnitConversion;
import org.firewarden.model.manifest.ManifestJson;
import org.firewarden.model.manifest.ModelDefinition;
import org.firewarden.model.manifest.ModelManifest;
import org.firewarden.model.registry.ModelContent;
import org.firewarden.model.registry.StageEntry;
import org.firewarden.model.runtime.InferenceException;
import org.firewarden.model.runtime.InferenceSession;
import org.firewarden.model.runtime.ModelArtifact;
import org.firewarden.model.runtime.SessionPool;

/** A version whose signature and digest were checked again on this node and whose artifact is loaded. */
record LoadedModel(ModelDefinition definition, InferenceSession session) {

    /**
     * Checks and loads.
     *
     * @param trusted the key of that id, if it is one that this server trusts today
     * @throws InferenceException if signature or digest do not hold, or the artifact cannot be run
     */
    static LoadedModel of(
            StageEntry entry,
            ModelContent content,
            Optional<HybridPublicKey> trusted,
            SessionPool sessions,
            UnitConversion units) {
        boolean isSigned = trusted.isPresent()
                && trusted.get()
                        .verifies(
                                ModelManifest.SIGNED_AS,
                                content.manifest(),
                                HybridSignature.parse(content.signature()));
        if (!isSigned) {
            throw new InferenceException("the signature of a stored model does not hold", null);
        }
        ModelDefinition definition = ModelDefinition.of(ManifestJson.read(content.manifest()), units);
        ModelManifest manifest = definition.manifest();
        boolean isOfEntry = manifest.model().equals(entry.model())
                && manifest.version().equals(entry.version())
                && manifest.artifact().sha256().equals(entry.sha256());
        if (!isOfEntry) {
            throw new InferenceException("a stored manifest is of another version", null);
        }
        double[] example = manifest.golden().rows().get(0).inputs().stream()
                .mapToDouble(Double::doubleValue)
                .toArray();
        InferenceSession session =
                sessions.session(ModelArtifact.verified(content.artifact(), entry.sha256()), example);
        if (session.columns() != manifest.inputs().size()
                || session.outputs() != manifest.outputs().size()) {
            throw new InferenceException("manifest and artifact disagree on inputs or outputs", null);
        }
        return new LoadedModel(definition, session);
    }
}
