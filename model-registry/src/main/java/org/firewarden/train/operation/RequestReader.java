package org.firewarden.train.operation;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.firewarden.train.cohort.Split;
import org.firewarden.train.graph.Optimizer;
import org.firewarden.train.run.Algorithm;
import org.firewarden.train.run.ShippedSpecs;
import org.firewarden.train.run.TrainSettings;
import org.firewarden.train.tree.TreeSettings;
import org.jspecify.annotations.Nullable;

/** Reads what {@code $train} is asked for and finds every problem with it. For one request. */
final class RequestReader {

    private static final double GREATEST_EPSILON = 100;
    private static final int GREATEST_TRIALS = 5;
    /** What says nothing to trees. */
    private static final List<String> OF_NETWORKS = List.of("positiveWeight", "optimizer", "epochs", "batch", "hidden");
    /** Momentum takes longer steps than Adam, which divides by how large gradients are. */
    private static final double MOMENTUM_OVER_ADAM = 20;

    private final SentValues sent;

    RequestReader(TrainRequest.Raw raw) {
        this.sent = new SentValues(raw.values(), TrainRequest.KNOWN);
    }

    TrainRequest.Reading read() {
        Optional<UUID> dataSet = dataSet(sent.text("dataset"));
        if (dataSet.isEmpty()) {
            sent.problem("dataset-invalid", "'dataset' is DataSet/ and an id");
        }
        String features = named("features", ShippedSpecs.FEATURES);
        String target = named("target", ShippedSpecs.TARGETS);
        String code = sent.text("algorithm");
        Optional<Algorithm> algorithm = code == null ? Optional.empty() : Algorithm.ofCode(code);
        if (algorithm.isEmpty()) {
            sent.problem("algorithm-unknown", "'algorithm' is " + Algorithm.codes());
        }
        TrainSettings.Privacy privacy = privacy();
        algorithm.ifPresent(known -> fits(known, features, privacy));
        long trials = sent.whole("trials", 1, GREATEST_TRIALS, 1);
        TrainSettings settings = settings(
                TrainSettings.standard(
                        features,
                        target,
                        algorithm.orElse(Algorithm.LOGISTIC),
                        privacy,
                        sent.whole("seed", Long.MIN_VALUE, Long.MAX_VALUE, 1)),
                privacy != null);
        if (!sent.problems().isEmpty()) {
            return new TrainRequest.Reading.NotUnderstood(sent.isMalformed(), sent.problems());
        }
        return new TrainRequest.Reading.Understood(
                new TrainRequest(dataSet.orElseThrow(), settings.withTrials((int) trials)));
    }

    private String named(String name, List<String> known) {
        String text = sent.text(name);
        if (text == null || !known.contains(text)) {
            sent.problem(name + "-unknown", "'" + name + "' is one of " + String.join(", ", known));
            return "";
        }
        return text;
    }

    private void fits(Algorithm algorithm, String features, TrainSettings.@Nullable Privacy privacy) {
        if (algorithm == Algorithm.GBT) {
            if (privacy != null) {
                sent.problem("trees-not-private", "gradient-boosted trees allow no privacy claim: leave 'epsilon' out");
            }
            OF_NETWORKS.stream()
                    .filter(sent::has)
                    .forEach(name -> sent.problem("not-for-trees", "'" + name + "' means nothing to trees"));
        }
        if (algorithm == Algorithm.LOGISTIC && sent.has("hidden")) {
            sent.problem("hidden-invalid", "logistic regression has no 'hidden' layers");
        }
        if (algorithm == Algorithm.GRU && !features.isEmpty() && !ShippedSpecs.SEQUENCES.contains(features)) {
            sent.problem(
                    "features-without-events",
                    "'algorithm' gru reads events: 'features' is then one of "
                            + String.join(", ", ShippedSpecs.SEQUENCES));
        }
    }

    /** The standard settings with what is asked for in their place. */
    private TrainSettings settings(TrainSettings standard, boolean isPrivate) {
        boolean isTrees = standard.algorithm() == Algorithm.GBT;
        Optimizer optimizer =
                sent.word("optimizer", List.of("adam", "sgd")).equals("sgd") ? Optimizer.SGD : Optimizer.ADAM;
        double usual = isTrees ? standard.trees().eta() : standard.learningRate();
        double rate =
                sent.number("learningRate", 0, 1, optimizer == Optimizer.SGD ? usual * MOMENTUM_OVER_ADAM : usual);
        String calibration = sent.word("calibration", List.of("platt", "isotonic", "none"));
        if (isPrivate && calibration.equals("isotonic")) {
            sent.problem(
                    "isotonic-not-private",
                    "isotonic calibration allows no privacy claim: 'calibration' is platt or none");
        }
        int most = standard.algorithm() == Algorithm.GRU ? 64 : 512;
        List<Integer> hidden = sent.sizes("hidden", most, standard.hidden());
        if (standard.algorithm() == Algorithm.GRU && hidden.size() != 1) {
            sent.problem("hidden-invalid", "a recurrent unit has one size in 'hidden'");
            hidden = standard.hidden();
        }
        boolean isByTime = sent.word("split", List.of("patient", "time")).equals("time");
        String day = sent.day("splitDate");
        if (isByTime != sent.has("splitDate")) {
            sent.problem("split-date-invalid", "'split' time takes a 'splitDate', and no other split does");
        }
        if (isByTime && ShippedSpecs.isOncePerPatient(standard.target())) {
            sent.problem(
                    "split-not-possible",
                    "the target has one event for each patient, all on one day: split by patient");
        }
        boolean isTimed = isByTime && day != null;
        TreeSettings trees = standard.trees();
        return new TrainSettings(
                standard.features(),
                standard.target(),
                standard.algorithm(),
                standard.privacy(),
                standard.seed(),
                hidden,
                (int) sent.whole("epochs", 1, 500, standard.epochs()),
                (int) sent.whole("batch", 16, 65_536, standard.batch()),
                isTrees ? standard.learningRate() : rate,
                standard.trials(),
                optimizer,
                sent.number("positiveWeight", 0, 100, standard.positiveWeight()),
                (int) sent.whole("rowsPerPatient", 1, 10, standard.rowsPerPatient()),
                isTimed ? Split.Method.TIME : Split.Method.PATIENT,
                isTimed ? day : null,
                calibration,
                isTrees
                        ? new TreeSettings(
                                trees.rounds(),
                                rate,
                                trees.depth(),
                                trees.rowShare(),
                                trees.columnShare(),
                                trees.leastWeight())
                        : trees);
    }

    private TrainSettings.@Nullable Privacy privacy() {
        if (!sent.has("epsilon")) {
            if (sent.has("delta") || sent.has("maxGradNorm")) {
                sent.problem("epsilon-missing", "'delta' and 'maxGradNorm' mean something with 'epsilon' only");
            }
            sent.word("accountant", List.of("pld", "rdp"));
            return null;
        }
        double epsilon = sent.number("epsilon", 0, GREATEST_EPSILON, 1);
        double delta = sent.number("delta", 0, 0.01, 1e-6);
        double norm = sent.number("maxGradNorm", 1e-6, 1000, 1);
        return new TrainSettings.Privacy(epsilon, delta, norm, sent.word("accountant", List.of("pld", "rdp")));
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
}
