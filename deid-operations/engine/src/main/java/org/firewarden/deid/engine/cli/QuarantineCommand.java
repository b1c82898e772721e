package org.firewarden.deid.engine.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.firewarden.crypto.KeyRing;
import org.firewarden.crypto.KeyRingException;
import org.firewarden.deid.engine.EngineVersion;
import org.firewarden.deid.engine.certificate.CertificateKey;
import org.firewarden.deid.engine.certificate.Certifier;
import org.firewarden.deid.engine.dataset.DataSetInput;
import org.firewarden.deid.engine.dataset.DataSetOutput;
import org.firewarden.deid.engine.dataset.DataSetRun;
import org.firewarden.deid.engine.dataset.InputException;
import org.firewarden.deid.engine.dataset.QuarantineFolder;
import org.firewarden.deid.engine.dataset.RunResult;
import org.firewarden.deid.engine.policy.Policy;
import org.firewarden.deid.engine.policy.PolicyException;
import org.firewarden.deid.engine.release.ReleaseTerms;
import org.firewarden.deid.engine.release.TermsException;
import org.firewarden.deid.engine.stream.Parts;
import org.firewarden.deid.engine.structure.R4Structure;
import org.firewarden.deid.engine.vault.TokenVault;
import org.firewarden.deid.engine.vault.VaultException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code firewarden-deid quarantine}: a human lists what was held back, reads one of it, fixes the policy or the source, and
 * releases what comes through then. Nothing is released that the engine would hold again.
 */
@Command(
        name = "firewarden-deid quarantine",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Lists what a run held back; --show prints one of it in the clear; --out runs the held ones again.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:Done; all that was held came out.",
            "1:The run failed; nothing was released.",
            "2:Bad arguments, or a quarantine that does not open.",
            "3:Something was held again."
        })
final class QuarantineCommand implements Callable<Integer> {

    private static final int BAD_INPUT = 2;
    private static final int QUARANTINED = 3;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--data",
            required = true,
            paramLabel = "DIR",
            description = "Output folder of the run that held something back.")
    private Path data = Path.of("");

    @Mixin
    private VaultOptions vaultOptions = new VaultOptions();

    @Option(names = "--show", paramLabel = "N", description = "Prints one of what is held, in the clear: patient data.")
    private int show;

    @Option(names = "--policy", paramLabel = "POLICY", description = "With --out: the policy, as it is now.")
    private @Nullable String policy;

    @Option(
            names = "--in",
            paramLabel = "DIR",
            description = "With --out: the input of that run, which tells the ages and names of its patients.")
    private @Nullable Path in;

    @Option(names = "--out", paramLabel = "DIR", description = "Runs what is held again, into this folder.")
    private @Nullable Path out;

    @Mixin
    private TermsOptions termsOptions = new TermsOptions();

    QuarantineCommand() {}

    @Override
    public Integer call() throws IOException {
        PrintWriter print = DeidCommand.out(spec);
        QuarantineFolder held = new QuarantineFolder(data.resolve("quarantine"));
        if (show == 0 && out == null) {
            held.index().forEach(print::println);
            return 0;
        }
        Path vault = vaultOptions.vault();
        Path keys = vaultOptions.keys();
        if (vault == null || keys == null || !TokenVault.isIn(vault)) {
            print.println("--vault names no vault");
            return BAD_INPUT;
        }
        SecureRandom random = new SecureRandom();
        try {
            KeyRing ring = vaultOptions.open(vault, keys, random);
            if (show != 0) {
                print.println(new String(held.open(show, ring), StandardCharsets.UTF_8));
                return 0;
            }
            return again(held, vault, keys, ring, random);
        } catch (InputException | PolicyException | VaultException | KeyRingException | TermsException e) {
            print.println(e.getMessage());
            return BAD_INPUT;
        }
    }

    private int again(QuarantineFolder held, Path vault, Path keys, KeyRing ring, SecureRandom random)
            throws IOException {
        Path source = in;
        Path to = out;
        R4Structure structure = R4Structure.load();
        Policy compiled = policy == null ? null : Policies.of(policy, structure).orElse(null);
        if (source == null || to == null || compiled == null || !Files.isDirectory(source)) {
            DeidCommand.out(spec).println("--policy, --in and --out are needed");
            return BAD_INPUT;
        }
        ReleaseTerms terms;
        try {
            terms = termsOptions.terms(Clock.systemUTC());
        } catch (IllegalArgumentException e) {
            DeidCommand.out(spec).println(e.getMessage());
            return BAD_INPUT;
        }
        ExecutorService executor = Executors.newFixedThreadPool(1);
        try (TokenVault tokens = TokenVault.open(vault, ring, random)) {
            Certifier certifier = new Certifier(CertificateKey.in(keys, ring, random), Clock.systemUTC());
            RunResult result = new DataSetRun(
                            Parts.of(structure, compiled, tokens, ring, terms),
                            ring,
                            EngineVersion.current(),
                            executor,
                            1,
                            (pass, resources, file, files) -> {})
                    .certifiedBy(certifier)
                    .run(DataSetInput.of(source), held.input(ring), DataSetOutput.of(to));
            DeidCommand.out(spec).println(result.out() + " released, " + result.quarantined() + " held again");
            return result.quarantined() == 0 ? 0 : QUARANTINED;
        } finally {
            executor.shutdownNow();
        }
    }
}
