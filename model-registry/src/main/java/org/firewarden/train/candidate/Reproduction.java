package org.firewarden.train.candidate;

import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;
import org.firewarden.crypto.Sha256;
import org.firewarden.model.manifest.Evaluation;
import org.firewarden.model.manifest.ModelManifest;
import org.firewarden.train.cohort.Cohort;
import org.firewarden.train.evaluate.Interval95;
import org.firewarden.train.run.RunProgress;
import org.firewarden.train.run.TrainSettings;
import org.firewarden.train.run.TrainingRun;
import org.jspecify.annotations.Nullable;

/**
 * Trains once more what a card describes, and compares. The same data, keys and code give the same bytes on processors of one type;
 * with other pseudonyms or another key of noise the split and the noise are others, and what must agree is how well the model does.
 *
 * @param verdict what came of it
 * @param sha256 the digest of the new artifact
 * @param isSameData whether the data is that of the card, byte for byte
 * @param stated the AUROC of the card
 * @param measured the AUROC of the new model
 */
public record Reproduction(Verdict verdict, String sha256, boolean isSameData, Interval95 stated, Interval95 measured) {

    /** What came of a comparison. */
    public enum Verdict {
        /** The artifact came out byte for byte. */
        SAME_BYTES,
        /** Another artifact that does as well: the difference in AUROC is within what chance explains at 95 %. */
        SAME_PERFORMANCE,
        /** It does not come out. */
        DIFFERENT
    }

    /**
     * Trains and compares.
     *
     * @throws IOException if the data cannot be read
     * @throws IllegalArgumentException if the card states no settings or no AUROC
     */
    public static Reproduction of(Candidate card, DataFolder data, FolderTraining training) throws IOException {
        ModelManifest definition = card.definition();
        Interval95 stated = stated(definition);
        TrainSettings settings = card.settings();
        Cohort cohort = training.cohort(data, settings);
        TrainingRun.Outcome outcome = training.run(data, cohort, settings, RunProgress.none());
        Interval95 measured = outcome.report().performance().auroc();
        return new Reproduction(
                verdict(Arrays.equals(outcome.artifact(), card.artifact()), stated, measured),
                Sha256.hex(outcome.artifact()),
                data.sha256().equals(definition.lineage().dataSetSha256()),
                stated,
                measured);
    }

    static Verdict verdict(boolean isSame, Interval95 stated, Interval95 measured) {
        if (isSame) {
            return Verdict.SAME_BYTES;
        }
        double allowed = Math.hypot(half(stated), half(measured));
        return Math.abs(stated.value() - measured.value()) <= allowed ? Verdict.SAME_PERFORMANCE : Verdict.DIFFERENT;
    }

    private static double half(Interval95 interval) {
        return (interval.upper() - interval.lower()) / 2;
    }

    private static Interval95 stated(ModelManifest definition) {
        return definition.evaluations(Evaluation.Kind.PERFORMANCE).stream()
                .flatMap(report -> report.metrics().stream())
                .filter(metric -> metric.name().equals("auroc") && metric.subgroup() == null)
                .findFirst()
                .map(metric -> new Interval95(metric.value(), bound(metric.lower()), bound(metric.upper())))
                .orElseThrow(() -> new IllegalArgumentException("the card states no AUROC"));
    }

    private static double bound(@Nullable Double bound) {
        if (bound == null) {
            throw new IllegalArgumentException("the card states no interval of its AUROC");
        }
        return bound;
    }

    /** A sentence for people. */
    public String sentence() {
        String figures = String.format(
                Locale.ROOT,
                "AUROC %.4f (%.4f to %.4f), the card states %.4f (%.4f to %.4f)",
                measured.value(),
                measured.lower(),
                measured.upper(),
                stated.value(),
                stated.lower(),
                stated.upper());
        return switch (verdict) {
            case SAME_BYTES -> "The artifact came out byte for byte. " + figures + ".";
            case SAME_PERFORMANCE ->
                "Another artifact that does as well as the card says. " + figures + ". "
                        + (isSameData
                                ? "The data is the same: the key of noise or the type of processor is another."
                                : "The data bears other pseudonyms, so the patients are split in another way.");
            case DIFFERENT -> "It does not come out. " + figures + ".";
        };
    }
}
