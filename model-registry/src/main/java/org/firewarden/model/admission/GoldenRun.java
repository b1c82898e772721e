package org.firewarden.model.admission;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.firewarden.model.manifest.ExplanationMethod;
import org.firewarden.model.manifest.GoldenSet;
import org.firewarden.model.manifest.ModelDefinition;
import org.firewarden.model.manifest.ModelOutput;
import org.firewarden.model.runtime.InferenceException;
import org.firewarden.model.runtime.InferenceSession;
import org.firewarden.model.runtime.ModelArtifact;
import org.firewarden.model.runtime.RuntimeSettings;
import org.firewarden.problem.Problem;

/** Loads an artifact whose structure was found good, and lets it reproduce its golden set within a time limit. */
final class GoldenRun {

    /** What a number in double precision cannot help. */
    private static final double ROUNDING = 1e-12;

    private final Duration limit;

    GoldenRun(Duration limit) {
        this.limit = limit;
    }

    List<Problem> problems(ModelArtifact artifact, ModelDefinition definition) {
        FutureTask<List<Problem>> run = new FutureTask<>(() -> run(artifact, definition));
        Thread thread = new Thread(run, "model-admission");
        thread.setDaemon(true);
        thread.start();
        try {
            return run.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return List.of(Problem.invalid("too-slow", "The artifact took too long for its golden set."));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of(Problem.unavailable("interrupted", "The server is about to stop."));
        } catch (ExecutionException e) {
            // Whatever a foreign artifact makes the library do, it is the artifact that is refused.
            return List.of(Problem.invalid("artifact-fails", "The artifact cannot be loaded or run."));
        }
    }

    private static List<Problem> run(ModelArtifact artifact, ModelDefinition definition) {
        GoldenSet golden = definition.manifest().golden();
        try (InferenceSession session = InferenceSession.open(
                artifact, RuntimeSettings.standard(), row(golden.rows().get(0).inputs()))) {
            double[][] answers = session.run(
                    golden.rows().stream().map(row -> row(row.inputs())).toArray(double[][]::new));
            List<Problem> problems = new ArrayList<>();
            for (int i = 0; i < answers.length; i++) {
                compare(answers[i], golden.rows().get(i), i, definition, problems);
            }
            if (definition.manifest().explanation().kind() == ExplanationMethod.Kind.ADDITIVE) {
                problems.addAll(new AdditiveCheck(definition).problems(session));
            }
            return problems;
        } catch (InferenceException e) {
            return List.of(Problem.invalid("artifact-fails", "The artifact cannot be used: " + e.getMessage() + "."));
        }
    }

    private static void compare(
            double[] answer, GoldenSet.Row row, int number, ModelDefinition definition, List<Problem> problems) {
        double tolerance = definition.manifest().golden().tolerance() + ROUNDING;
        for (ModelOutput output : definition.manifest().outputs()) {
            int column = definition.manifest().outputs().indexOf(output);
            boolean isSame = Math.abs(answer[column] - row.outputs().get(column)) <= tolerance;
            if (!isSame || !(answer[column] >= output.minimum() && answer[column] <= output.maximum())) {
                problems.add(Problem.invalid(
                        "golden-set",
                        "Row " + number + " of the golden set does not come out for " + output.code() + "."));
            }
        }
    }

    static double[] row(List<Double> numbers) {
        return numbers.stream().mapToDouble(Double::doubleValue).toArray();
    }
}
