package org.firewarden.ledger.verify;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.firewarden.ledger.note.Checkpoint;
import org.firewarden.ledger.note.LogKeys;
import org.firewarden.ledger.note.MalformedNoteException;
import org.firewarden.ledger.note.SignedNote;
import org.firewarden.ledger.tree.ConsistencyProof;
import org.firewarden.ledger.tree.TreeHash;
import org.jspecify.annotations.Nullable;

/**
 * Verifies an export against checkpoints. Lines are hashed and read by several threads, a few thousand at a time, and taken in
 * their order; memory does not grow with the export.
 */
public final class ExportVerifier {

    private static final int CHUNK = 2_000;

    private final LogKeys keys;
    private final boolean isPartialAllowed;
    private final int threads;
    private final Set<String> destroyedKeys;

    /**
     * Verifies with these keys.
     *
     * @param isPartialAllowed whether an export may begin after the first event or end before the last that was signed
     * @param threads how many hash at once
     */
    public ExportVerifier(LogKeys keys, boolean isPartialAllowed, int threads) {
        this(keys, isPartialAllowed, threads, Set.of());
    }

    /**
     * The same, and names the events that nobody can read any more.
     *
     * @param destroyedKeys the content keys that were destroyed, as a first verification or certificates of disposal name them
     */
    public ExportVerifier(LogKeys keys, boolean isPartialAllowed, int threads, Set<String> destroyedKeys) {
        this.keys = keys;
        this.isPartialAllowed = isPartialAllowed;
        this.threads = threads;
        this.destroyedKeys = Set.copyOf(destroyedKeys);
    }

    /**
     * Verifies an export.
     *
     * @param given checkpoints from elsewhere, best from a witness
     * @throws BadInputException if it is no export
     * @throws IOException if it cannot be read
     */
    public Verdict verify(InputStream export, List<SignedNote> given)
            throws BadInputException, IOException, InterruptedException {
        List<Checkpoint> checkpoints = new ArrayList<>();
        for (SignedNote note : given) {
            Checkpoint checkpoint = checkpoint(note);
            Optional<String> problem = keys.problemOf(note, checkpoint);
            if (problem.isPresent()) {
                return Verdict.other(problem.get());
            }
            checkpoints.add(checkpoint);
        }
        ExportLines lines = new ExportLines(export);
        byte @Nullable [] first = lines.next();
        ExportHeader header = Optional.ofNullable(first)
                .flatMap(ExportHeader::parse)
                .orElseThrow(() -> new BadInputException("the first line is not that of an export"));
        if (!header.origin().equals(keys.origin())) {
            return Verdict.other("the export is of another log than the keys");
        }
        if (header.before().size() > 0 && !isPartialAllowed) {
            return Verdict.event(
                    0,
                    "it is missing: the export begins at event "
                            + header.before().size());
        }
        ExecutorService hashing = Executors.newFixedThreadPool(threads);
        try {
            return new Run(header, checkpoints).verify(lines, hashing);
        } finally {
            hashing.shutdownNow();
        }
    }

    private static Checkpoint checkpoint(SignedNote note) throws BadInputException {
        try {
            return Checkpoint.parse(note.text());
        } catch (MalformedNoteException e) {
            throw new BadInputException("a checkpoint given is none: " + e.getMessage());
        }
    }

    /** One verification. */
    private final class Run {

        private final ChainCheck chain;
        private final Erasure erasure = new Erasure(destroyedKeys);
        private final long first;
        private final List<Checkpoint> checkpoints;
        private final Deque<Checkpoint> ahead;
        private long lastGood;

        Run(ExportHeader header, List<Checkpoint> checkpoints) {
            this.chain = new ChainCheck(header.before());
            this.first = header.before().size();
            this.lastGood = first;
            this.checkpoints = checkpoints;
            this.ahead = new ArrayDeque<>(checkpoints.stream()
                    .filter(checkpoint -> checkpoint.size() >= first)
                    .sorted(Comparator.comparingLong(Checkpoint::size))
                    .toList());
        }

        Verdict verify(ExportLines lines, ExecutorService hashing) throws IOException, InterruptedException {
            Deque<Future<List<LeafLine>>> hashed = new ArrayDeque<>();
            List<byte[]> chunk = new ArrayList<>();
            byte @Nullable [] last = lines.next();
            for (byte[] line = last == null ? null : lines.next(); line != null; line = lines.next()) {
                chunk.add(last);
                last = line;
                if (chunk.size() == CHUNK) {
                    List<byte[]> full = chunk;
                    hashed.add(
                            hashing.submit(() -> full.stream().map(this::read).toList()));
                    chunk = new ArrayList<>();
                }
                if (hashed.size() > 2 * threads) {
                    Optional<Verdict.Fails> problem = take(hashed.remove());
                    if (problem.isPresent()) {
                        return problem.get();
                    }
                }
            }
            Optional<ExportFooter> footer = last == null ? Optional.empty() : ExportFooter.parse(last);
            if (footer.isEmpty() && last != null) {
                chunk.add(last);
            }
            List<byte[]> rest = chunk;
            hashed.add(hashing.submit(() -> rest.stream().map(this::read).toList()));
            for (Future<List<LeafLine>> part : hashed) {
                Optional<Verdict.Fails> problem = take(part);
                if (problem.isPresent()) {
                    return problem.get();
                }
            }
            return footer.<Verdict>map(this::end).orElseGet(this::cut);
        }

        private Optional<Verdict.Fails> take(Future<List<LeafLine>> part) throws InterruptedException {
            for (LeafLine line : result(part)) {
                Optional<Verdict.Fails> problem = chain.take(line).or(this::compare);
                if (problem.isPresent()) {
                    return problem;
                }
                line.statement().ifPresent(erasure::take);
            }
            return Optional.empty();
        }

        private LeafLine read(byte[] line) {
            return LeafLine.of(line, erasure.isOfKeys());
        }

        /** Compares the tree so far with the checkpoints of its size. */
        private Optional<Verdict.Fails> compare() {
            while (!ahead.isEmpty()
                    && ahead.getFirst().size() == chain.frontier().size()) {
                Checkpoint checkpoint = ahead.removeFirst();
                if (!chain.frontier().root().equals(checkpoint.root())) {
                    return Optional.of(fork(checkpoint.size()));
                }
                lastGood = checkpoint.size();
            }
            return Optional.empty();
        }

        private Verdict.Fails fork(long size) {
            return Verdict.event(
                    lastGood,
                    "from here to event " + (size - 1)
                            + " the events are not those that were signed (a fork, or altered"
                            + " with all that follows)");
        }

        private Verdict cut() {
            Optional<Verdict.Fails> problem = chain.cut().or(this::compare);
            return problem.orElseGet(() -> Verdict.event(
                    chain.frontier().size(), "it is missing or cut: the export ends without its last line"));
        }

        private Verdict end(ExportFooter footer) {
            long end = chain.end();
            boolean isAsLong = footer.end() == end;
            Optional<Verdict.Fails> problem = (isAsLong ? chain.end(footer.last()) : chain.cut()).or(this::compare);
            if (problem.isPresent()) {
                return problem.get();
            }
            if (!isAsLong) {
                return Verdict.event(
                        Math.min(end, Math.max(footer.end(), 0)),
                        "it is missing or surplus: by its last line the export ends before event " + footer.end());
            }
            Checkpoint signed;
            try {
                SignedNote note = SignedNote.parse(footer.checkpoint());
                signed = Checkpoint.parse(note.text());
                Optional<String> invalid = keys.problemOf(note, signed);
                if (invalid.isPresent()) {
                    return Verdict.other("in the last line of the export, " + invalid.get());
                }
            } catch (MalformedNoteException e) {
                return Verdict.other("in the last line of the export, " + e.getMessage());
            }
            return reaches(footer, signed, end).orElseGet(() -> beyond(signed, end));
        }

        /** What is wrong between the last event and the export's own checkpoint. */
        private Optional<Verdict> reaches(ExportFooter footer, Checkpoint signed, long end) {
            TreeHash root = chain.frontier().root();
            if (signed.size() < end) {
                return Optional.of(Verdict.event(signed.size(), "it is under no checkpoint"));
            }
            if (signed.size() > end && !isPartialAllowed) {
                return Optional.of(missing(end, signed.size()));
            }
            boolean holds = signed.size() == end
                    ? footer.consistency().isEmpty() && root.equals(signed.root())
                    : end == 0
                            ? footer.consistency().isEmpty()
                            : new ConsistencyProof(end, signed.size(), footer.consistency()).holds(root, signed.root());
            return holds ? Optional.empty() : Optional.of(fork(end));
        }

        /** What is wrong with checkpoints that are over more events than the export has. */
        private Verdict beyond(Checkpoint signed, long end) {
            List<String> notes = new ArrayList<>(chain.notes());
            for (Checkpoint checkpoint : checkpoints) {
                if (checkpoint.size() > end && !isPartialAllowed) {
                    return missing(end, checkpoint.size());
                }
                if (checkpoint.size() == signed.size() && !checkpoint.root().equals(signed.root())) {
                    return fork(signed.size());
                }
                if (checkpoint.size() < first || (checkpoint.size() > end && checkpoint.size() != signed.size())) {
                    notes.add("the checkpoint over " + checkpoint.size()
                            + " events could not be compared with this part of the ledger");
                }
            }
            return new Verdict.Holds(first, end, signed.size(), notes, erasure.destroyed(), erasure.erased());
        }

        private Verdict.Fails missing(long end, long size) {
            return Verdict.event(end, "it is missing: " + size + " events were signed and the export ends before it");
        }

        private List<LeafLine> result(Future<List<LeafLine>> part) throws InterruptedException {
            try {
                return part.get();
            } catch (ExecutionException e) {
                throw new IllegalStateException("hashing failed", e.getCause());
            }
        }
    }
}
