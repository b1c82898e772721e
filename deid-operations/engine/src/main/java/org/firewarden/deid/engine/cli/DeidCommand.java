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
import org.firewarden.crypto.KeyRingSettings;
import org.firewarden.deid.engine.EngineVersion;
import org.firewarden.deid.engine.dataset.DataSetRun;
import org.firewarden.deid.engine.dataset.InputException;
import org.firewarden.deid.engine.dataset.RunResult;
import org.firewarden.deid.engine.policy.Policy;
import org.firewarden.deid.engine.policy.PolicyException;
import org.firewarden.deid.engine.stream.Parts;
import org.firewarden.deid.engine.structure.R4Structure;
import org.firewarden.deid.engine.vault.TokenVault;
import org.firewarden.deid.engine.vault.VaultException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
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
            description = "Name of a shipped policy (safe-harbor), or a policy file.")
    private String policy = "";

    @Option(
            names = "--vault",
            required = true,
            paramLabel = "DIR",
            description = "Folder of the pseudonym vault, made at first use. Another vault gives other tokens."
                    + " The keys that open it lie in it too, unless --keys says otherwise.")
    private Path vault = Path.of("");

    @Option(names = "--in", required = true, paramLabel = "DIR", description = "Folder with the input.")
    private Path in = Path.of("");

    @Option(
            names = "--out",
            required = true,
            paramLabel = "DIR",
            description = "Folder for the output; must be empty or absent.")
    private Path out = Path.of("");

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "How many threads work (default: one for each processor).")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Option(
            names = "--keys",
            paramLabel = "DIR",
            description =
                    "Folder of the keystore and its passphrase, made with the vault (default: the vault's own folder)."
                            + " For real data give a folder on another volume: who has vault and keys can name the patients.")
    private @Nullable Path keys;

    private DeidCommand() {}

    /** Runs the command and ends the process. */
    public static void main(String[] arguments) {
        System.exit(run(
                arguments,
                new PrintWriter(System.out, true, StandardCharsets.UTF_8),
                new PrintWriter(System.err, true, StandardCharsets.UTF_8)));
    }

    /** Runs the command; answers the exit code. */
    static int run(String[] arguments, PrintWriter standardOut, PrintWriter standardError) {
        return new CommandLine(new DeidCommand())
                .setOut(standardOut)
                .setErr(standardError)
                .setExecutionExceptionHandler((failure, command, parsed) -> {
                    // The message of an unforeseen failure may quote patient data; its kind is told, no more.
                    command.getErr()
                            .println("firewarden-deid: failed with "
                                    + failure.getClass().getSimpleName());
                    return FAILED;
                })
                .execute(arguments);
    }

    @Override
    public Integer call() throws IOException {
        if (threads < 1) {
            return refuse("--threads is at least 1");
        }
        try {
            // All that can be refused is looked at before the first folder is made.
            DataSetRun.check(in, out);
            if (isWithin(vault, out) || (keys != null && isWithin(keys, out))) {
                return refuse("the output folder is handed on; vault and keys must not lie in it");
            }
            R4Structure structure = R4Structure.load();
            Policy compiled = compile(structure);
            if (compiled == null) {
                return refuse("there is no policy of that name; shipped: " + String.join(", ", Policy.shipped()));
            }
            SecureRandom random = new SecureRandom();
            KeyRing ring = KeyRing.open(keySettings(), random, Clock.systemUTC());
            try (TokenVault tokens = TokenVault.open(vault, ring, random)) {
                return run(Parts.of(structure, compiled, tokens), ring);
            }
        } catch (InputException | PolicyException | VaultException | KeyRingException e) {
            return refuse(e.getMessage());
        }
    }

    /** New keys are made for a new vault only: they could not open one that is there. */
    private KeyRingSettings keySettings() {
        KeyRingSettings created = KeyRingSettings.createdIn(keys == null ? vault : keys);
        return new KeyRingSettings(
                created.keystore(), created.passphraseFile(), !TokenVault.isIn(vault), created.keyLifetime());
    }

    private static boolean isWithin(Path folder, Path outer) {
        return folder.toAbsolutePath()
                .normalize()
                .startsWith(outer.toAbsolutePath().normalize());
    }

    private @Nullable Policy compile(R4Structure structure) throws IOException {
        Policy shipped = Policy.shipped(policy, structure).orElse(null);
        if (shipped != null) {
            return shipped;
        }
        Path file = Path.of(policy);
        return Files.isRegularFile(file) ? Policy.parse(Files.readAllBytes(file), structure) : null;
    }

    private int run(Parts parts, KeyRing ring) throws IOException {
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        try {
            ProgressLine progress = new ProgressLine(err(), System::nanoTime);
            RunResult result =
                    new DataSetRun(parts, ring, EngineVersion.current(), executor, threads, progress).run(in, out);
            progress.end();
            err().println("firewarden-deid: " + result.in() + " resources in, " + result.out() + " out, "
                    + result.dropped() + " of types that the policy does not name, " + result.quarantined()
                    + " quarantined");
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
        CommandSpec known = spec;
        if (known == null) {
            throw new IllegalStateException("picocli sets the specification before it calls");
        }
        return known.commandLine().getErr();
    }

    /** Tells the version of the jar. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"firewarden-deid " + EngineVersion.current()};
        }
    }
}
