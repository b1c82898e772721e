package org.firewarden.ledger.verify;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.firewarden.crypto.TimeStampAuthority;
import org.firewarden.crypto.TimeStampException;
import org.firewarden.ledger.note.DisposalCertificate;
import org.firewarden.ledger.note.LogKeys;
import org.firewarden.ledger.note.MalformedNoteException;
import org.firewarden.ledger.note.SignedNote;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code firewarden-audit verify}. */
@Command(
        name = "verify",
        description = "Verifies an export of the ledger against signed checkpoints.",
        mixinStandardHelpOptions = true,
        versionProvider = AuditCommand.Version.class,
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:every event, proof and signature holds",
            "1:something does not hold; the first event that does not is named",
            "2:bad input"
        })
final class VerifyCommand implements Callable<Integer> {

    private static final int RANGES_LISTED = 100;

    @Option(names = "--export", required = true, description = "what GET /audit/export answered")
    @SuppressWarnings("NullAway.Init")
    private Path export;

    @Option(
            names = "--checkpoint",
            required = true,
            description =
                    "what GET /audit/checkpoint answered or, better, what a witness kept; may be given several times,"
                            + " and the more there are, the nearer a fork is located")
    @SuppressWarnings("NullAway.Init")
    private List<Path> checkpoints;

    @Option(
            names = "--key",
            required = true,
            description = "what GET /audit/keys answered, kept from an earlier day; may be given several times")
    @SuppressWarnings("NullAway.Init")
    private List<Path> keyFiles;

    @Option(
            names = "--certificate",
            description =
                    "a certificate of disposal, as GET /audit/disposals answered; may be given several times. Events whose"
                            + " content keys it names are told to be erased, also where the export does not reach the event that says so")
    private List<Path> certificates = List.of();

    @Option(
            names = "--timestamp",
            description = "what GET /audit/timestamp answered, a checkpoint with a time stamp (RFC 3161); needs --tsa")
    private @Nullable Path timestamp;

    @Option(
            names = "--tsa",
            description = "the certificate of the time stamp authority, or of who issued it, in PEM, from elsewhere")
    private @Nullable Path authority;

    @Option(names = "--partial", description = "take an export of a range of the ledger too")
    private boolean isPartial;

    @Option(
            names = "--threads",
            description = "how many hash at once (default: as many as there are processors)",
            defaultValue = "0")
    private int threads;

    @CommandLine.Spec
    @SuppressWarnings("NullAway.Init")
    private CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() throws BadInputException, InterruptedException {
        LogKeys keys = keys();
        List<SignedNote> notes = new ArrayList<>();
        for (Path file : checkpoints) {
            try {
                notes.add(SignedNote.parse(text(file)));
            } catch (MalformedNoteException e) {
                throw new BadInputException(file + ": " + e.getMessage());
            }
        }
        Set<String> destroyed = new HashSet<>();
        for (Path file : certificates) {
            Optional<String> problem = take(file, keys, destroyed);
            if (problem.isPresent()) {
                return report(Verdict.other(problem.get()));
            }
        }
        Optional<Stamping> stamping = stamping();
        stamping.ifPresent(stamped -> notes.add(stamped.checkpoint().note()));
        try {
            Verdict verdict = verify(keys, notes, destroyed);
            if (verdict instanceof Verdict.Holds holds && !destroyed.containsAll(holds.destroyedKeys())) {
                // What was destroyed stands behind what it had sealed.
                destroyed.addAll(holds.destroyedKeys());
                verdict = verify(keys, notes, destroyed);
            }
            return report(stamping.isPresent() ? stamping.get().judge(verdict) : verdict);
        } catch (NoSuchFileException e) {
            throw new BadInputException(export + ": there is no such file");
        } catch (IOException e) {
            throw new BadInputException(export + ": cannot be read");
        }
    }

    private Verdict verify(LogKeys keys, List<SignedNote> notes, Set<String> destroyed)
            throws BadInputException, IOException, InterruptedException {
        int hashing = threads > 0 ? threads : Runtime.getRuntime().availableProcessors();
        try (InputStream in = Files.newInputStream(export)) {
            return new ExportVerifier(keys, isPartial, hashing, destroyed).verify(in, notes);
        }
    }

    /** Adds the keys that a certificate names; answers what is wrong with its signatures, if anything is. */
    private static Optional<String> take(Path file, LogKeys keys, Set<String> destroyed) throws BadInputException {
        try {
            SignedNote note = SignedNote.parse(text(file));
            DisposalCertificate certificate = DisposalCertificate.parse(note.text());
            destroyed.addAll(certificate.keys());
            return keys.problemOf(note, certificate);
        } catch (MalformedNoteException e) {
            throw new BadInputException(file + ": " + e.getMessage());
        }
    }

    private static String named(List<Verdict.EventRange> ranges) {
        String listed = ranges.stream()
                .limit(RANGES_LISTED)
                .map(Verdict.EventRange::toString)
                .collect(Collectors.joining(", "));
        return ranges.size() > RANGES_LISTED
                ? listed + " and " + (ranges.size() - RANGES_LISTED) + " more ranges"
                : listed;
    }

    /** The checkpoint with a stamp, and who is trusted for it. */
    private record Stamping(StampedCheckpoint checkpoint, TimeStampAuthority authority) {

        /** What else is to be said, if all else holds. */
        Verdict judge(Verdict verdict) {
            if (!(verdict instanceof Verdict.Holds holds)) {
                return verdict;
            }
            try {
                TimeStampAuthority.Stamp stamp = checkpoint.verify(authority);
                List<String> notes = new ArrayList<>(holds.notes());
                notes.add("the checkpoint over "
                        + checkpoint.note().text().lines().skip(1).findFirst().orElse("?")
                        + " events was there at " + stamp.time() + ", says " + stamp.authority());
                return new Verdict.Holds(
                        holds.first(), holds.end(), holds.size(), notes, holds.destroyedKeys(), holds.erased());
            } catch (TimeStampException e) {
                return Verdict.other("the time stamp: " + e.getMessage());
            }
        }
    }

    private Optional<Stamping> stamping() throws BadInputException {
        Path file = timestamp;
        Path trusted = authority;
        if (file == null && trusted == null) {
            return Optional.empty();
        }
        if (file == null || trusted == null) {
            throw new BadInputException("--timestamp and --tsa belong together");
        }
        StampedCheckpoint stamped = StampedCheckpoint.parse(text(file).strip().getBytes(StandardCharsets.UTF_8))
                .orElseThrow(() -> new BadInputException(file + ": is not a checkpoint with a time stamp"));
        try {
            return Optional.of(
                    new Stamping(stamped, TimeStampAuthority.of(text(trusted).getBytes(StandardCharsets.UTF_8))));
        } catch (TimeStampException e) {
            throw new BadInputException(trusted + ": " + e.getMessage());
        }
    }

    private int report(Verdict verdict) {
        PrintWriter out = spec.commandLine().getOut();
        if (verdict instanceof Verdict.Holds holds) {
            holds.notes().forEach(note -> out.println("note: " + note));
            out.printf(
                    "holds: events %d to %d of %d under a signed checkpoint%n",
                    holds.first(), holds.end() - 1, holds.size());
            if (!holds.erased().isEmpty()) {
                long erased = holds.erased().stream()
                        .mapToLong(range -> range.last() - range.first() + 1)
                        .sum();
                out.printf(
                        "erased: %d events are unaltered and can no longer be read in full, since content keys were destroyed: %s%n",
                        erased, named(holds.erased()));
            }
            out.flush();
            return CommandLine.ExitCode.OK;
        }
        Verdict.Fails fails = (Verdict.Fails) verdict;
        fails.event()
                .ifPresentOrElse(
                        event -> out.printf("does not hold: event %d: %s%n", event, fails.reason()),
                        () -> out.printf("does not hold: %s%n", fails.reason()));
        out.flush();
        return CommandLine.ExitCode.SOFTWARE;
    }

    private LogKeys keys() throws BadInputException {
        StringBuilder lines = new StringBuilder();
        for (Path file : keyFiles) {
            lines.append(text(file)).append('\n');
        }
        try {
            return LogKeys.parse(lines.toString());
        } catch (MalformedNoteException e) {
            throw new BadInputException(keyFiles.get(0) + ": " + e.getMessage());
        }
    }

    private static String text(Path file) throws BadInputException {
        try {
            return Files.readString(file);
        } catch (NoSuchFileException e) {
            throw new BadInputException(file + ": there is no such file");
        } catch (CharacterCodingException e) {
            throw new BadInputException(file + ": is not UTF-8");
        } catch (IOException e) {
            throw new BadInputException(file + ": cannot be read");
        }
    }
}
