package org.firewarden.train.candidate;

import java.io.IOException;
import java.time.LocalDate;
import java.util.Optional;
import org.firewarden.crypto.KeyRing;
import org.firewarden.model.manifest.Lineage;
import org.firewarden.train.attack.AuditPlan;
import org.firewarden.train.attack.ReleaseGate;
import org.firewarden.train.cohort.Cohort;
import org.firewarden.train.run.LocalTraining;
import org.firewarden.train.run.RunProgress;
import org.firewarden.train.run.TrainSettings;
import org.firewarden.train.run.TrainingRun;

/**
 * Trains on a folder, without a server. The key of noise comes from the key ring: who has it can take the noise of a run away again,
 * so it stays with whoever holds the data. There is no budget here; what each run spends stands in its card.
 */
public final class FolderTraining {

    private final LocalTraining training;
    private final KeyRing keys;
    private final AuditPlan audit;

    /** Trains with these keys, and attacks by this plan. */
    public FolderTraining(LocalTraining training, KeyRing keys, AuditPlan audit) {
        this.training = training;
        this.keys = keys;
        this.audit = audit;
    }

    /**
     * What a card says that no run can find out.
     *
     * @param version of the model
     * @param developer who made it
     * @param dataSet how the data is called
     * @param citation where data or method is published, or empty
     * @param texts the path of a shipped file with what is known of this source of data, or empty
     * @param released the day that the card states
     */
    public record Card(
            String version,
            String developer,
            String dataSet,
            Optional<String> citation,
            Optional<String> texts,
            LocalDate released) {}

    /** Reads the cohort. Runs whose settings differ in algorithm, privacy or seed only may share it. */
    public Cohort cohort(DataFolder data, TrainSettings settings) throws IOException {
        return training.cohort(data.files(), settings, data.asOf());
    }

    /** Trains, evaluates and attacks. */
    public TrainingRun.Outcome run(DataFolder data, Cohort cohort, TrainSettings settings, RunProgress progress) {
        byte[] key = LocalTraining.noiseKey(keys, data.sha256(), settings, LocalTraining.CODE_VERSION);
        return new TrainingRun(cohort, settings, LocalTraining.streams(key), audit, ReleaseGate.standard())
                .run(
                        Optional.empty(),
                        LocalTraining.metadata(data.sha256(), settings, LocalTraining.CODE_VERSION),
                        progress);
    }

    /** The same, as a package with its card. */
    public Candidate train(DataFolder data, Cohort cohort, TrainSettings settings, Card card, RunProgress progress) {
        TrainingRun.Outcome outcome = run(data, cohort, settings, progress);
        Lineage lineage = new Lineage(
                "Trained from FHIR resources: " + outcome.report().model() + ".",
                LocalTraining.CODE_VERSION,
                card.dataSet(),
                data.sha256(),
                null,
                null,
                card.citation().orElse(null));
        return new CandidateManifest(settings, cohort, outcome)
                .candidate(card.version(), lineage, card.developer(), card.texts(), card.released());
    }
}
