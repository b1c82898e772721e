package org.firewarden.train.operation;

import java.util.Optional;
import java.util.UUID;
import org.firewarden.crypto.Sha256;
import org.firewarden.model.manifest.Lineage;
import org.firewarden.model.manifest.ManifestJson;
import org.firewarden.model.operation.DeviceId;
import org.firewarden.model.registry.ModelContent;
import org.firewarden.model.registry.ModelStore;
import org.firewarden.train.candidate.Candidate;
import org.firewarden.train.run.TrainSettings;

/**
 * What the card and the artifact of a version say of the run of {@code $train} that made it.
 *
 * @param device the version
 * @param run the id of its run
 * @param dataSet what it was trained on
 * @param dataSha256 the digest of that data set's manifest
 * @param codeVersion which code trained it
 * @param settings what decided the outcome
 * @param sha256 the digest of the artifact as it is stored
 */
record TrainedVersion(
        DeviceId device,
        UUID run,
        UUID dataSet,
        String dataSha256,
        String codeVersion,
        TrainSettings settings,
        String sha256) {

    private static final String DATA_SET = "DataSet/";

    /** Reads it; empty if there is no such version, or it was not made by {@code $train}. */
    static Optional<TrainedVersion> find(ModelStore store, DeviceId device) {
        return store.content(device.model(), device.version()).flatMap(content -> read(device, content));
    }

    private static Optional<TrainedVersion> read(DeviceId device, ModelContent content) {
        Lineage lineage = ManifestJson.read(content.manifest()).lineage();
        String run = lineage.trainingRun();
        String dataSet = lineage.dataSet();
        String dataSha256 = lineage.dataSetSha256();
        if (run == null || dataSet == null || dataSha256 == null || !dataSet.startsWith(DATA_SET)) {
            return Optional.empty();
        }
        try {
            return Optional.of(new TrainedVersion(
                    device,
                    UUID.fromString(run),
                    UUID.fromString(dataSet.substring(DATA_SET.length())),
                    dataSha256,
                    lineage.codeVersion(),
                    new Candidate(content.artifact(), content.manifest(), "", "").settings(),
                    Sha256.hex(content.artifact())));
        } catch (IllegalArgumentException e) {
            // A foreign version may call its run as it likes and say nothing of settings: it is none of ours.
            return Optional.empty();
        }
    }
}
