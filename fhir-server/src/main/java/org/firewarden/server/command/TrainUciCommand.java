package org.firewarden.server.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.firewarden.crypto.KeyRing;
import org.firewarden.model.feature.UnitConversion;
import org.firewarden.model.manifest.Evaluation;
import org.firewarden.train.attack.AuditPlan;
import org.firewarden.train.candidate.Candidate;
import org.firewarden.train.candidate.DataFolder;
import org.firewarden.train.candidate.FolderTraining;
import org.firewarden.train.cohort.Cohort;
import org.firewarden.train.run.Algorithm;
import org.firewarden.train.run.LocalTraining;
import org.firewarden.train.run.RefusedException;
import org.firewarden.train.run.RunProgress;
import org.firewarden.train.run.TrainSettings;
import org.firewarden.train.uci.UciDiabetes;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code train-uci}: the walk from the published table to candidates with their cards and reports. */
@Command(
        name = "train-uci",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Imports the table of 130 hospitals as FHIR R4, de-identifies it, and trains 30-day readmission:"
                + " gradient-boosted trees, a network, and a network with differential privacy for each patient.")
final class TrainUciCommand implements Callable<Integer> {

    private static final String FEATURES = "readmission-diabetes";
    private static final String TARGET = "readmission-diabetes-30d";
    private static final String TEXTS = "training/sources/uci-diabetes-130us.yaml";
    private static final double DELTA = 1e-6;

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private SourceOptions options = new SourceOptions();

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "Folder for the candidates.")
    private Path out = Path.of("");

    @Option(
            names = "--algorithms",
            split = ",",
            paramLabel = "NAME",
            description = "Of gbt, mlp, mlp-dp (default: all).")
    private List<String> algorithms = List.of("gbt", "mlp", "mlp-dp");

    @Option(
            names = "--epsilon",
            paramLabel = "EPSILON",
            description = "What mlp-dp may spend for each patient, at delta 1e-6 (default: 3).")
    private double epsilon = 3;

    @Option(names = "--model-version", paramLabel = "VERSION", description = "Version of the models (default: 1.0.0).")
    private String version = "1.0.0";

    @Option(
            names = "--shadow-models",
            paramLabel = "N",
            description = "How many models are trained to attack each one: 0, or at least 4 (default: 8).")
    private int shadowModels = AuditPlan.standard().shadowModels();

    @Option(names = "--seed", paramLabel = "N", description = "Of split, starting point and sampling (default: 7).")
    private long seed = 7;

    @Override
    public Integer call() {
        PrintWriter log = log();
        try {
            UciSource source = options.source();
            List<TrainSettings> wanted = algorithms.stream().map(this::settings).toList();
            KeyRing keys = source.keys();
            DataFolder data = source.dataSet();
            log.println("data set " + data.sha256());
            FolderTraining training = new FolderTraining(new LocalTraining(new UnitConversion()), keys, audit());
            Cohort cohort = training.cohort(data, wanted.get(0));
            log.println(cohort.patients() + " patients, " + cohort.rows() + " events, " + cohort.positives()
                    + " with the outcome");
            for (TrainSettings settings : wanted) {
                Candidate candidate = training.train(data, cohort, settings, card(source), RunProgress.none());
                log.println(candidate.write(out) + ": " + figures(candidate));
            }
            return 0;
        } catch (IllegalArgumentException e) {
            log.println("firewarden: " + e.getMessage());
            return 2;
        } catch (RefusedException e) {
            e.problems().forEach(problem -> log.println("firewarden: " + problem.text()));
            return 1;
        } catch (IOException e) {
            log.println("firewarden: " + e.getMessage());
            return 1;
        }
    }

    private AuditPlan audit() {
        AuditPlan standard = AuditPlan.standard();
        return new AuditPlan(shadowModels, standard.people(), standard.canaries());
    }

    private TrainSettings settings(String name) {
        boolean isPrivate = name.endsWith("-dp");
        Algorithm algorithm = Algorithm.ofCode(isPrivate ? name.substring(0, name.length() - 3) : name)
                .filter(made -> !(isPrivate && made == Algorithm.GBT))
                .orElseThrow(
                        () -> new IllegalArgumentException("algorithms are gbt, mlp, mlp-dp, logistic, logistic-dp"));
        TrainSettings.Privacy privacy = isPrivate ? new TrainSettings.Privacy(epsilon, DELTA, 1, "pld") : null;
        return TrainSettings.standard(FEATURES, TARGET, algorithm, privacy, seed);
    }

    private FolderTraining.Card card(UciSource source) {
        return new FolderTraining.Card(
                version,
                "The Firewarden project, with its own training.",
                source.name(),
                Optional.of(UciDiabetes.CITATION),
                Optional.of(TEXTS),
                LocalDate.now(ZoneOffset.UTC));
    }

    private static String figures(Candidate candidate) {
        StringBuilder line = new StringBuilder();
        candidate.definition().evaluations().stream()
                .filter(report -> report.kind() != Evaluation.Kind.FAIRNESS)
                .flatMap(report -> report.metrics().stream())
                .filter(metric -> metric.subgroup() == null)
                .forEach(metric -> line.append(String.format(
                        Locale.ROOT, "%s%s %.4g", line.isEmpty() ? "" : ", ", metric.name(), metric.value())));
        return line.toString();
    }

    private PrintWriter log() {
        if (spec == null) {
            throw new IllegalStateException("picocli sets the specification before it calls");
        }
        return spec.commandLine().getOut();
    }
}
