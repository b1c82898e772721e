package org.firewarden.server.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.firewarden.crypto.KeyRing;
import org.firewarden.model.feature.UnitConversion;
import org.firewarden.train.attack.AuditPlan;
import org.firewarden.train.candidate.Candidate;
import org.firewarden.train.candidate.FolderTraining;
import org.firewarden.train.candidate.Reproduction;
import org.firewarden.train.run.LocalTraining;
import org.firewarden.train.run.RefusedException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code reproduce CARD}: trains once more what a card describes, and compares bytes or AUROC. */
@Command(
        name = "reproduce",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Trains a candidate of train-uci once more by the settings in its artifact, and compares: byte for byte"
                        + " where data and keys are the same (--work), else by AUROC.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:It came out.", "1:It did not, or the run failed.", "2:Bad arguments."})
final class ReproduceCommand implements Callable<Integer> {

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(
            paramLabel = "CARD",
            description = "NAME.manifest.json, with NAME.onnx and the report beside it, as train-uci wrote them.")
    private Path card = Path.of("");

    @Mixin
    private SourceOptions options = new SourceOptions();

    @Override
    public Integer call() {
        if (spec == null) {
            throw new IllegalStateException("picocli sets the specification before it calls");
        }
        PrintWriter log = spec.commandLine().getOut();
        try {
            UciSource source = options.source();
            Candidate candidate = Candidate.read(card);
            KeyRing keys = source.keys();
            FolderTraining training =
                    new FolderTraining(new LocalTraining(new UnitConversion()), keys, new AuditPlan(0, 1, 0));
            Reproduction reproduction = Reproduction.of(candidate, source.dataSet(), training);
            log.println(reproduction.sentence());
            return reproduction.verdict() == Reproduction.Verdict.DIFFERENT ? 1 : 0;
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
}
