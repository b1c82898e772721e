package org.firewarden.deid.engine.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.firewarden.crypto.KeyRing;
import org.firewarden.crypto.KeyRingException;
import org.firewarden.deid.engine.EngineVersion;
import org.firewarden.deid.engine.certificate.CertificateKey;
import org.firewarden.deid.engine.certificate.Certifier;
import org.firewarden.deid.engine.dataset.DataSetRun;
import org.firewarden.deid.engine.dataset.InputException;
import org.firewarden.deid.engine.dataset.RunResult;
import org.firewarden.deid.engine.policy.Policy;
import org.firewarden.deid.engine.policy.PolicyException;
import org.firewarden.deid.engine.release.ReleaseTerms;
import org.firewarden.deid.engine.release.TermsException;
import org.firewarden.deid.engine.stream.Parts;
import org.firewarden.deid.engine.structure.R4Structure;
import org.firewarden.deid.engine.tagger.NameTagger;
import org.firewarden.deid.engine.tagger.TaggerException;
import org.firewarden.deid.engine.vault.TokenVault;
import org.firewarden.deid.engine.vault.VaultException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code firewarden-deid}: NDJSON or Bundles in, de-identified NDJSON out. Exit code 0 only if nothing was quarantined, 3 if
 * something was, 2 on bad input, 1 if the run failed.
 */
@Command(
        name = "firewarden-deid",
        mixinStandardHelpOptions = true,
        versionProvider = DeidCommand.Version.class,
        sortOptions = false,
        description =
                "De-identifies FHIR R4 resources: *.ndjson (one resource a line) and *.json (Bundles) in, NDJSON out.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:All resources were de-identified.",
            "1:The run failed; nothing was released.",
            "2:Bad arguments or input, or a vault that does not open; nothing was written.",
            "3:Something was quarantined; all else was released."
        })
public final class DeidCommand implements Callable<Integer> {

    private static final int FAILED = 1;
    private static final int BAD_INPUT = 2;
    private static final int QUARANTINED = 3;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--policy",
            required = true,
            paramLabel = "POLICY",
            description =
                    "Name of a shipped policy (safe-harbor, limited-data-set, expert-determination), or a policy file.")
    private String policy = "";

    @Option(
            names = "--explain",
            paramLabel = "PATH",
            description = "Says which rule of the policy decides on an element, and does nothing else.")
    private @Nullable String explain;

    @Mixin
    private VaultOptions vaultOptions = new VaultOptions();

    @Option(names = "--in", paramLabel = "DIR", description = "Folder with the input.")
    private @Nullable Path in;

    @Option(names = "--out", paramLabel = "DIR", description = "Folder for the output; must be empty or absent.")
    private @Nullable Path out;

    @Mixin
    private TermsOptions termsOptions = new TermsOptions();

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "How many threads work (default: one for each processor).")
    private int threads = Runtime.getRuntime().availableProcessors();

    private DeidCommand() {}

    /** Runs the command and ends the process. */
    public static void main(String[] arguments) {
        System.exit(run(
                arguments,
                new PrintWriter(System.out, true, StandardCharsets.UTF_8),
                new PrintWriter(System.err, true, StandardCharsets.UTF_8)));
    }

    /** Runs the command, or the one that its first argument names; answers the exit code. */
    static int run(String[] arguments, PrintWriter standardOut, PrintWriter standardError) {
        Map<String, Supplier<Object>> others =
                Map.of("verify", VerifyCommand::new, "quarantine", QuarantineCommand::new);
        Supplier<Object> other = arguments.length == 0 ? null : others.get(arguments[0]);
        return new CommandLine(other == null ? new DeidCommand() : other.get())
                .setOut(standardOut)
                .setErr(standardError)
                .setExecutionExceptionHandler((failure, command, parsed) -> {
                    // The message of an unforeseen failure may quote patient data; its kind is told, no more.
                    command.getErr()
                            .println("firewarden-deid: failed with "
                                    + failure.getClass().getSimpleName());
                    return FAILED;
                })
                .execute(other == null ? arguments : Arrays.copyOfRange(arguments, 1, arguments.length));
    }

    @Override
    public Integer call() throws IOException {
        try {
            R4Structure structure = R4Structure.load();
            Policy compiled = Policies.of(policy, structure).orElse(null);
            if (compiled == null) {
                return refuse(Policies.unknown());
            }
            if (explain != null) {
                out(spec).println(compiled.explain(explain));
                out(spec).println(tagger(compiled));
                return 0;
            }
            return deidentify(structure, compiled);
        } catch (InputException
                | PolicyException
                | VaultException
                | KeyRingException
                | TermsException
                | TaggerException e) {
            return refuse(e.getMessage());
        }
    }

    /** What the policy says of names that neither chart nor patterns know. */
    private static String tagger(Policy compiled) {
        if (!compiled.scrubsText() || !compiled.tagsNames()) {
            return "texts do not go through the tagger of names";
        }
        NameTagger.Identity tagger = NameTagger.shippedIdentity();
        return "texts go through the tagger of names, version " + tagger.version() + ", sha256 " + tagger.sha256();
    }

    private int deidentify(R4Structure structure, Policy compiled) throws IOException {
        Path vault = vaultOptions.vault();
        Path keys = vaultOptions.keys();
        Path from = in;
        Path to = out;
        if (vault == null || keys == null || from == null || to == null) {
            return refuse("--vault, --in and --out are needed");
        }
        if (threads < 1) {
            return refuse("--threads is at least 1");
        }
        ReleaseTerms terms;
        try {
            terms = termsOptions.terms(Clock.systemUTC());
        } catch (IllegalArgumentException e) {
            return refuse(e.getMessage());
        }
        // All that can be refused is looked at before the first folder is made.
        terms.require(compiled);
        DataSetRun.check(from, to);
        if (isWithin(vault, to) || isWithin(keys, to)) {
            return refuse("the output folder is handed on; vault and keys must not lie in it");
        }
        SecureRandom random = new SecureRandom();
        KeyRing ring = vaultOptions.open(vault, keys, random);
        try (TokenVault tokens = TokenVault.open(vault, ring, random)) {
            Certifier certifier = new Certifier(CertificateKey.in(keys, ring, random), Clock.systemUTC());
            return run(Parts.of(structure, compiled, tokens, ring, terms), ring, certifier, from, to);
        }
    }

    private static boolean isWithin(Path folder, Path outer) {
        return folder.toAbsolutePath()
                .normalize()
                .startsWith(outer.toAbsolutePath().normalize());
    }

    private int run(Parts parts, KeyRing ring, Certifier certifier, Path from, Path to) throws IOException {
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        try {
            ProgressLine progress = new ProgressLine(err(), System::nanoTime);
            RunResult result = new DataSetRun(parts, ring, EngineVersion.current(), executor, threads, progress)
                    .certifiedBy(certifier)
                    .run(from, to);
            progress.end();
            err().println("firewarden-deid: " + result.in() + " resources in, " + result.out() + " out, "
                    + result.dropped() + " of types that the policy does not name, " + result.quarantined()
                    + " quarantined");
            if (!result.certificate().at("/content/isDetermined").asBoolean()) {
                err().println("firewarden-deid: not determined to be de-identified: the policy's limits of risk, or an"
                        + " expert's statement, are lacking (see risk.json)");
            }
            return result.quarantined() == 0 ? 0 : QUARANTINED;
        } catch (InputException | VaultException | KeyRingException e) {
            // What is found only now comes after the vault was made, so this is no exit code 2.
            err().println("firewarden-deid: " + e.getMessage());
            return FAILED;
        } finally {
            executor.shutdownNow();
        }
    }

    private int refuse(@Nullable String reason) {
        err().println("firewarden-deid: " + reason);
        return BAD_INPUT;
    }

    private PrintWriter err() {
        return command(spec).getErr();
    }

    /** Where a command prints what was asked for. */
    static PrintWriter out(@Nullable CommandSpec spec) {
        return command(spec).getOut();
    }

    private static CommandLine command(@Nullable CommandSpec spec) {
        if (spec == null) {
            throw new IllegalStateException("picocli sets the specification before it calls");
        }
        return spec.commandLine();
    }

    /** Tells the version of the jar. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"firewarden-deid " + EngineVersion.current()};
        }
    }
}
