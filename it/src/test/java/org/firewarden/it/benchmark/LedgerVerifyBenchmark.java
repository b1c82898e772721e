package org.firewarden.it.benchmark;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.firewarden.crypto.SignatureAlgorithm;
import org.firewarden.crypto.SigningKey;
import org.firewarden.ledger.event.CanonicalJson;
import org.firewarden.ledger.event.LeafContent;
import org.firewarden.ledger.note.Checkpoint;
import org.firewarden.ledger.note.LogKeys;
import org.firewarden.ledger.note.NoteKey;
import org.firewarden.ledger.note.SignedNote;
import org.firewarden.ledger.tree.Frontier;
import org.firewarden.ledger.tree.TreeHash;
import org.firewarden.ledger.verify.ExportFooter;
import org.firewarden.ledger.verify.ExportHeader;
import org.firewarden.ledger.verify.ExportVerifier;
import org.firewarden.ledger.verify.Verdict;

/** How long the offline verifier takes for an export of a million events of the usual size. */
public final class LedgerVerifyBenchmark {

    private static final int EVENTS = 1_000_000;
    private static final int ROUNDS = 3;
    private static final String ORIGIN = "benchmark.example/ledger";

    private LedgerVerifyBenchmark() {}

    /** Runs it; prints a line for each round. */
    public static void main(String[] arguments) throws Exception {
        SecureRandom random = new SecureRandom();
        List<SigningKey> signing = List.of(
                SigningKey.generate(SignatureAlgorithm.ED25519, random),
                SigningKey.generate(SignatureAlgorithm.ML_DSA_65, random));
        LogKeys keys = LogKeys.of(signing.stream()
                .map(key -> new NoteKey(ORIGIN, key.verifyingKey()))
                .toList());
        Path export = Files.createTempFile("ledger", ".ndjson");
        try {
            SignedNote checkpoint = write(export, signing, random);
            int threads = Runtime.getRuntime().availableProcessors();
            for (int round = 1; round <= ROUNDS; round++) {
                long start = System.nanoTime();
                try (InputStream in = Files.newInputStream(export)) {
                    Verdict verdict = new ExportVerifier(keys, false, threads).verify(in, List.of(checkpoint));
                    if (!(verdict instanceof Verdict.Holds)) {
                        throw new IllegalStateException("does not hold: " + verdict);
                    }
                }
                double seconds = (System.nanoTime() - start) / 1e9;
                System.out.printf(
                        "ledger verify, round %d: %,d events, %,d MB, %d threads: %.1f s, %.2f of the floor of 30 s%n",
                        round, EVENTS, Files.size(export) >> 20, threads, seconds, 30 / seconds);
            }
        } finally {
            Files.delete(export);
        }
    }

    private static SignedNote write(Path export, List<SigningKey> signing, SecureRandom random) throws IOException {
        Frontier frontier = Frontier.empty();
        TreeHash last = TreeHash.OF_EMPTY_TREE;
        Instant start = Instant.parse("2026-11-21T12:00:00.000001Z");
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(export), 1 << 20)) {
            line(out, new ExportHeader(ORIGIN, frontier).toLine());
            for (int i = 0; i < EVENTS; i++) {
                String content = LeafContent.of(event(i, start.plusMillis(i), random), i, last);
                last = LeafContent.hash(content);
                frontier.append(last);
                line(out, content);
            }
            Checkpoint checkpoint = new Checkpoint(ORIGIN, EVENTS, frontier.root());
            SignedNote note = SignedNote.sign(checkpoint.text(), ORIGIN, signing);
            line(out, new ExportFooter(EVENTS, last, note.toString(), List.of()).toLine());
            return note;
        }
    }

    private static String event(int i, Instant recorded, SecureRandom random) {
        byte[] sealed = new byte[90];
        random.nextBytes(sealed);
        return CanonicalJson.write(Map.of(
                "action",
                "R",
                "address",
                "127.0.0.1",
                "client",
                "benchmark",
                "correlation",
                "benchmark-" + i,
                "interaction",
                "read",
                "outcome",
                "0",
                "patients",
                List.of(Map.of("key", "key-" + i % 2_000, "text", base64(sealed))),
                "recorded",
                recorded.toString(),
                "shared",
                base64(sealed),
                "status",
                200));
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static void line(OutputStream out, String line) throws IOException {
        out.write(line.getBytes(StandardCharsets.UTF_8));
        out.write('\n');
    }
}
