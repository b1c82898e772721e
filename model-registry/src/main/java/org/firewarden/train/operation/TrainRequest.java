package org.firewarden.train.operation;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.firewarden.problem.Problem;
import org.firewarden.train.run.Algorithm;
import org.firewarden.train.run.ShippedSpecs;
import org.firewarden.train.run.TrainSettings;
import org.jspecify.annotations.Nullable;

/**
 * What {@code $train} is asked for.
 *
 * @param dataSet the data set
 * @param settings what decides the outcome
 */
public record TrainRequest(UUID dataSet, TrainSettings settings) {

    private static final double GREATEST_EPSILON = 100;
    private static final int GREATEST_TRIALS = 5;

    /**
     * The parameters of the operation as they came, each of which may be absent.
     *
     * @param dataset {@code DataSet/} and an id, or the id
     * @param features the id of a feature spec
     * @param target the id of a target spec
     * @param algorithm {@code logistic}, {@code mlp}, {@code gru} or {@code gbt}
     * @param epsilon for no privacy claim, absent
     * @param delta 1e-6 if it is absent
     * @param maxGradNorm 1 if it is absent
     * @param seed 1 if it is absent
     * @param accountant {@code pld} if it is absent
     * @param trials how many learning rates are tried, 1 to 5; 1 if it is absent
     */
    public record Raw(
            @Nullable String dataset,
            @Nullable String features,
            @Nullable String target,
            @Nullable String algorithm,
            @Nullable Double epsilon,
            @Nullable Double delta,
            @Nullable Double maxGradNorm,
            @Nullable Long seed,
            @Nullable String accountant,
            @Nullable Long trials) {}

    /** The request, or every problem with it. */
    public sealed interface Reading {
        /** It is understood. */
        record Understood(TrainRequest request) implements Reading {}

        /** It is not. */
        record NotUnderstood(List<Problem> problems) implements Reading {
            /** Copies the list. */
            public NotUnderstood {
                problems = List.copyOf(problems);
            }
        }
    }

    /** Reads the parameters. */
    public static Reading read(Raw raw) {
        List<Problem> problems = new ArrayList<>();
        Optional<UUID> dataSet = dataSet(raw.dataset());
        if (dataSet.isEmpty()) {
            problems.add(Problem.invalid("dataset-invalid", "'dataset' is DataSet/ and an id"));
        }
        if (raw.features() == null || !ShippedSpecs.FEATURES.contains(raw.features())) {
            problems.add(Problem.invalid(
                    "features-unknown", "'features' is one of " + String.join(", ", ShippedSpecs.FEATURES)));
        }
        if (raw.target() == null || !ShippedSpecs.TARGETS.contains(raw.target())) {
            problems.add(
                    Problem.invalid("target-unknown", "'target' is one of " + String.join(", ", ShippedSpecs.TARGETS)));
        }
        Optional<Algorithm> algorithm = raw.algorithm() == null ? Optional.empty() : Algorithm.ofCode(raw.algorithm());
        if (algorithm.isEmpty()) {
            problems.add(Problem.invalid("algorithm-unknown", "'algorithm' is " + Algorithm.codes()));
        }
        TrainSettings.Privacy privacy = privacy(raw, problems);
        if (privacy != null && algorithm.filter(made -> made == Algorithm.GBT).isPresent()) {
            problems.add(Problem.invalid(
                    "trees-not-private", "gradient-boosted trees allow no privacy claim: leave 'epsilon' out"));
        }
        boolean isRecurrent = algorithm.filter(made -> made == Algorithm.GRU).isPresent();
        if (isRecurrent
                && ShippedSpecs.FEATURES.contains(String.valueOf(raw.features()))
                && !ShippedSpecs.SEQUENCES.contains(String.valueOf(raw.features()))) {
            problems.add(Problem.invalid(
                    "features-without-events",
                    "'algorithm' gru reads events: 'features' is then one of "
                            + String.join(", ", ShippedSpecs.SEQUENCES)));
        }
        long trials = raw.trials() == null ? 1 : raw.trials();
        if (trials < 1 || trials > GREATEST_TRIALS) {
            problems.add(Problem.invalid("trials-invalid", "'trials' is from 1 to " + GREATEST_TRIALS));
        }
        if (!problems.isEmpty()) {
            return new Reading.NotUnderstood(problems);
        }
        return new Reading.Understood(new TrainRequest(
                dataSet.orElseThrow(),
                TrainSettings.standard(
                                String.valueOf(raw.features()),
                                String.valueOf(raw.target()),
                                algorithm.orElseThrow(),
                                privacy,
                                raw.seed() == null ? 1 : raw.seed())
                        .withTrials((int) trials)));
    }

    private static TrainSettings.@Nullable Privacy privacy(Raw raw, List<Problem> problems) {
        if (raw.epsilon() == null) {
            if (raw.delta() != null || raw.maxGradNorm() != null) {
                problems.add(Problem.invalid(
                        "epsilon-missing", "'delta' and 'maxGradNorm' mean something with 'epsilon' only"));
            }
            return null;
        }
        double epsilon = raw.epsilon();
        double delta = raw.delta() == null ? 1e-6 : raw.delta();
        double norm = raw.maxGradNorm() == null ? 1 : raw.maxGradNorm();
        String accountant = raw.accountant() == null ? "pld" : raw.accountant();
        if (!(epsilon > 0 && epsilon <= GREATEST_EPSILON)) {
            problems.add(Problem.invalid("epsilon-invalid", "'epsilon' is greater than 0 and at most 100"));
        }
        if (!(delta > 0 && delta < 0.01)) {
            problems.add(Problem.invalid("delta-invalid", "'delta' is greater than 0 and less than 0.01"));
        }
        if (!(norm > 0 && norm <= 1000)) {
            problems.add(Problem.invalid("max-grad-norm-invalid", "'maxGradNorm' is greater than 0 and at most 1000"));
        }
        if (!accountant.equals("pld") && !accountant.equals("rdp")) {
            problems.add(Problem.invalid("accountant-unknown", "'accountant' is rdp or pld"));
        }
        return new TrainSettings.Privacy(epsilon, delta, norm, accountant);
    }

    private static Optional<UUID> dataSet(@Nullable String text) {
        if (text == null) {
            return Optional.empty();
        }
        String id = text.startsWith("DataSet/") ? text.substring("DataSet/".length()) : text;
        try {
            UUID uuid = UUID.fromString(id);
            return uuid.toString().equals(id) ? Optional.of(uuid) : Optional.empty();
        } catch (IllegalArgumentException e) {
            // Not an id of ours; the problem says what one looks like.
            return Optional.empty();
        }
    }

    /** The parameters of the job. */
    ObjectNode toParameters() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("dataSet", dataSet.toString())
                .put("settings", settings.toJson());
    }

    static TrainRequest ofParameters(ObjectNode parameters) {
        return new TrainRequest(
                UUID.fromString(parameters.path("dataSet").asText()),
                TrainSettings.ofJson(parameters.path("settings").asText()));
    }
}
