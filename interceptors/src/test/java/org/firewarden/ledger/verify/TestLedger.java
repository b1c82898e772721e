package org.firewarden.ledger.verify;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.Period;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.IntFunction;
import org.firewarden.crypto.SignatureAlgorithm;
import org.firewarden.crypto.SigningKey;
import org.firewarden.ledger.event.CanonicalJson;
import org.firewarden.ledger.event.LeafContent;
import org.firewarden.ledger.note.Checkpoint;
import org.firewarden.ledger.note.DisposalCertificate;
import org.firewarden.ledger.note.LogKeys;
import org.firewarden.ledger.note.MalformedNoteException;
import org.firewarden.ledger.note.NoteKey;
import org.firewarden.ledger.note.SignedNote;
import org.firewarden.ledger.tree.ConsistencyProof;
import org.firewarden.ledger.tree.Frontier;
import org.firewarden.ledger.tree.TestTree;
import org.firewarden.ledger.tree.TreeHash;

/** A ledger in memory, with real keys, that exports itself. */
final class TestLedger {

    static final String ORIGIN = "example.com/ledger";
    static final Instant START = Instant.parse("2026-11-21T12:00:00.000001Z");

    private static final List<SigningKey> KEYS = List.of(
            SigningKey.generate(SignatureAlgorithm.ED25519, new SecureRandom()),
            SigningKey.generate(SignatureAlgorithm.ML_DSA_65, new SecureRandom()));

    final List<String> contents = new ArrayList<>();
    final List<TreeHash> leaves = new ArrayList<>();

    static TestLedger of(int size) {
        return of(size, i -> event("event " + i, START.plusSeconds(i), "read"));
    }

    static TestLedger of(int size, IntFunction<String> events) {
        TestLedger ledger = new TestLedger();
        for (int i = 0; i < size; i++) {
            ledger.append(events.apply(i));
        }
        return ledger;
    }

    static String event(String name, Instant recorded, String interaction) {
        return CanonicalJson.write(
                Map.of("interaction", interaction, "name", name, "recorded", recorded.toString(), "v", 1));
    }

    void append(String event) {
        TreeHash previous = leaves.isEmpty() ? TreeHash.OF_EMPTY_TREE : leaves.get(leaves.size() - 1);
        contents.add(LeafContent.of(event, contents.size(), previous));
        leaves.add(LeafContent.hash(contents.get(contents.size() - 1)));
    }

    TestTree tree() {
        return new TestTree(leaves);
    }

    SignedNote checkpoint(int size) {
        Checkpoint checkpoint = new Checkpoint(ORIGIN, size, tree().root((long) size));
        return SignedNote.sign(checkpoint.text(), ORIGIN, KEYS);
    }

    static SignedNote certificate(List<String> keys) {
        DisposalCertificate certificate = new DisposalCertificate(
                ORIGIN, new UUID(0, 1), START, Period.ofYears(6), START.minusSeconds(1), 0, keys);
        return SignedNote.sign(certificate.text(), ORIGIN, KEYS);
    }

    static LogKeys keys() {
        try {
            return LogKeys.of(KEYS.stream()
                    .map(key -> new NoteKey(ORIGIN, key.verifyingKey()))
                    .toList());
        } catch (MalformedNoteException e) {
            throw new IllegalStateException(e);
        }
    }

    String export() {
        return export(0, contents.size(), contents.size());
    }

    String export(int first, int end, int signed) {
        List<String> lines = new ArrayList<>();
        lines.add(new ExportHeader(ORIGIN, Frontier.of(first, tree())).toLine());
        lines.addAll(contents.subList(first, end));
        lines.add(new ExportFooter(
                        end,
                        end == 0 ? TreeHash.OF_EMPTY_TREE : leaves.get(end - 1),
                        checkpoint(signed).toString(),
                        end == signed
                                ? List.of()
                                : ConsistencyProof.of(end, signed, tree()).path())
                .toLine());
        return String.join("\n", lines) + "\n";
    }

    static Verdict verify(byte[] export, boolean isPartial, SignedNote... given) throws Exception {
        return new ExportVerifier(keys(), isPartial, 2).verify(new ByteArrayInputStream(export), List.of(given));
    }

    static Verdict verify(String export, SignedNote... given) throws Exception {
        return verify(export.getBytes(StandardCharsets.UTF_8), false, given);
    }
}
