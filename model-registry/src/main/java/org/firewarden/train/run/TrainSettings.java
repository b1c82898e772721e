package org.firewarden.train.run;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.firewarden.train.cohort.Split;
import org.firewarden.train.graph.Optimizer;
import org.firewarden.train.privacy.Accountant;
import org.firewarden.train.privacy.PldAccountant;
import org.firewarden.train.privacy.RdpAccountant;
import org.firewarden.train.tree.TreeSettings;
import org.jspecify.annotations.Nullable;

/**
 * Everything that decides what a run yields from the same data and code.
 *
 * @param features the id of a shipped feature spec
 * @param target the id of a shipped target spec
 * @param algorithm what is trained
 * @param privacy the privacy that is asked for, or null for none
 * @param seed of split, starting point and resampling; noise is drawn from a key that depends on it
 * @param hidden the sizes of the hidden layers; of a recurrent unit the size of its state alone
 * @param epochs how often each patient takes part on average
 * @param batch how many patients take part in a step on average
 * @param learningRate of each step
 * @param trials by which factors the learning rate is multiplied, one after the other; the best is kept
 * @param optimizer how parameters move
 * @param positiveWeight the weight of rows with the outcome
 * @param rowsPerPatient how many rows of a patient are used, the latest
 * @param split how patients are split
 * @param splitDate for a split by time the day from which on it is tested, as ISO 8601; else null
 * @param recalibration {@code platt}, {@code isotonic} or {@code none}
 * @param trees how trees are grown
 */
public record TrainSettings(
        String features,
        String target,
        Algorithm algorithm,
        @Nullable Privacy privacy,
        long seed,
        List<Integer> hidden,
        int epochs,
        int batch,
        double learningRate,
        List<Double> trials,
        Optimizer optimizer,
        double positiveWeight,
        int rowsPerPatient,
        Split.Method split,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String splitDate,
        String recalibration,
        TreeSettings trees) {

    private static final List<Double> FACTORS = List.of(1.0, 2.0, 0.5, 4.0, 0.25);

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();

    /**
     * The privacy that is asked for.
     *
     * @param epsilon at most this is spent
     * @param delta for which epsilon is computed
     * @param maxGradNorm the norm to which a patient's gradient is clipped
     * @param accountant {@code pld} or {@code rdp}
     */
    public record Privacy(double epsilon, double delta, double maxGradNorm, String accountant) {

        /** The accountant of that name. */
        public Accountant toAccountant() {
            return accountant.equals("rdp") ? RdpAccountant.standard() : PldAccountant.standard();
        }
    }

    /** Copies the list. */
    public TrainSettings {
        hidden = List.copyOf(hidden);
        trials = List.copyOf(trials);
        if (algorithm == Algorithm.GRU && (hidden.size() != 1 || hidden.get(0) < 1)) {
            throw new IllegalArgumentException("a recurrent unit has one size");
        }
        if ((split == Split.Method.TIME) != (splitDate != null)) {
            throw new IllegalArgumentException("a split by time has a day, and no other has one");
        }
        if (trials.isEmpty() || trials.size() > FACTORS.size()) {
            throw new IllegalArgumentException("there are 1 to " + FACTORS.size() + " trials");
        }
    }

    /** The same with so many trials, from 1 to 5. */
    public TrainSettings withTrials(int number) {
        return new TrainSettings(
                features,
                target,
                algorithm,
                privacy,
                seed,
                hidden,
                epochs,
                batch,
                learningRate,
                FACTORS.subList(0, number),
                optimizer,
                positiveWeight,
                rowsPerPatient,
                split,
                splitDate,
                recalibration,
                trees);
    }

    /** The learning rate of a trial; of trees, how much of each is believed. */
    double learningRate(int trial) {
        return (algorithm == Algorithm.GBT ? trees.eta() : learningRate) * trials.get(trial);
    }

    /** The settings of one trial. */
    TrainSettings trial(int trial) {
        double factor = trials.get(trial);
        return new TrainSettings(
                features,
                target,
                algorithm,
                privacy,
                seed,
                hidden,
                epochs,
                batch,
                learningRate * factor,
                List.of(1.0),
                optimizer,
                positiveWeight,
                rowsPerPatient,
                split,
                splitDate,
                recalibration,
                new TreeSettings(
                        trees.rounds(),
                        trees.eta() * factor,
                        trees.depth(),
                        trees.rowShare(),
                        trees.columnShare(),
                        trees.leastWeight()));
    }

    /** Settings that do well without having been tuned on any one data set. */
    public static TrainSettings standard(
            String features, String target, Algorithm algorithm, @Nullable Privacy privacy, long seed) {
        boolean isPrivate = privacy != null;
        return new TrainSettings(
                features,
                target,
                algorithm,
                privacy,
                seed,
                switch (algorithm) {
                    case MLP -> List.of(32);
                    case GRU -> List.of(16);
                    case LOGISTIC, GBT -> List.of();
                },
                isPrivate ? 20 : 12,
                isPrivate ? 2048 : 512,
                // Each step of a recurrent unit is seen through all later ones; it takes longer ones to get anywhere.
                (isPrivate ? 0.004 : 0.002) * (algorithm == Algorithm.GRU ? 4 : 1),
                List.of(1.0),
                Optimizer.ADAM,
                1,
                3,
                Split.Method.PATIENT,
                null,
                "platt",
                TreeSettings.standard());
    }

    /** The day of a split by time. */
    public Optional<LocalDate> splitDay() {
        return Optional.ofNullable(splitDate).map(LocalDate::parse);
    }

    /** How it is trained, in words for a card. */
    public String sentence() {
        String parts = (splitDate == null
                        ? "split by patient"
                        : "split by time and patient: trained before " + splitDate + ", tested from then on")
                + ", recalibration " + recalibration;
        return algorithm == Algorithm.GBT
                ? String.format(Locale.ROOT, "%s; %d trees, each believed by %s", parts, trees.rounds(), trees.eta())
                : String.format(
                        Locale.ROOT,
                        "%s; %s, learning rate %s, %d epochs, batch %d, weight of the outcome %s",
                        parts,
                        optimizer,
                        learningRate,
                        epochs,
                        batch,
                        positiveWeight);
    }

    /** The settings as JSON with keys in order: the same settings give the same text. */
    public String toJson() {
        try {
            return JSON.writeValueAsString(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("settings are always JSON", e);
        }
    }

    /**
     * Reads {@link #toJson}.
     *
     * @throws IllegalArgumentException if it is no settings
     */
    public static TrainSettings ofJson(String json) {
        try {
            return JSON.readValue(json, TrainSettings.class);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("no training settings", e);
        }
    }
}
