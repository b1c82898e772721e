package org.firewarden.ledger.note;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.firewarden.crypto.SignatureAlgorithm;

/**
 * The public keys of one log. A checkpoint holds only if it is signed with each algorithm: who breaks one of them forges
 * nothing.
 */
public final class LogKeys {

    private final String origin;
    private final List<NoteKey> keys;

    private LogKeys(String origin, List<NoteKey> keys) {
        this.origin = origin;
        this.keys = keys;
    }

    /**
     * The keys of a log.
     *
     * @throws MalformedNoteException if they are not all of one name, or an algorithm lacks a key
     */
    public static LogKeys of(List<NoteKey> keys) throws MalformedNoteException {
        Set<SignatureAlgorithm> missing = EnumSet.allOf(SignatureAlgorithm.class);
        keys.forEach(key -> missing.remove(key.key().algorithm()));
        if (!missing.isEmpty()) {
            throw new MalformedNoteException(
                    "there is no key for " + missing.iterator().next().jcaName());
        }
        if (keys.stream().map(NoteKey::name).distinct().count() != 1) {
            throw new MalformedNoteException("the keys are of several logs");
        }
        return new LogKeys(keys.get(0).name(), List.copyOf(keys));
    }

    /**
     * Reads one key a line; empty lines and lines that begin with {@code #} are passed over.
     *
     * @throws MalformedNoteException if a line is no key, or as {@link #of}
     */
    public static LogKeys parse(String text) throws MalformedNoteException {
        List<NoteKey> keys = new ArrayList<>();
        for (String line : text.split("\r?\n", -1)) {
            if (!line.isBlank() && !line.startsWith("#")) {
                keys.add(NoteKey.parse(line));
            }
        }
        return of(keys);
    }

    /** The log's origin. */
    public String origin() {
        return origin;
    }

    /** What is wrong with a checkpoint's signatures, or empty if they hold. */
    public Optional<String> problemOf(SignedNote note, Checkpoint checkpoint) {
        return problemOf(note, checkpoint.origin(), "checkpoint");
    }

    /** The same for a certificate of disposal. */
    public Optional<String> problemOf(SignedNote note, DisposalCertificate certificate) {
        return problemOf(note, certificate.origin(), "certificate");
    }

    private Optional<String> problemOf(SignedNote note, String nameOfLog, String what) {
        if (!nameOfLog.equals(origin)) {
            return Optional.of("the " + what + " is of another log than the keys");
        }
        byte[] content = note.text().getBytes(StandardCharsets.UTF_8);
        Set<SignatureAlgorithm> missing = EnumSet.allOf(SignatureAlgorithm.class);
        for (SignedNote.Signature signature : note.signatures()) {
            for (NoteKey key : keys) {
                if (signature.isOf(key)) {
                    if (!key.key().verifies(content, signature.bytes())) {
                        return Optional.of("the " + key.key().algorithm().jcaName() + " signature of the " + what
                                + " does not hold");
                    }
                    missing.remove(key.key().algorithm());
                }
            }
        }
        return missing.stream()
                .findFirst()
                .map(algorithm -> "the " + what + " has no " + algorithm.jcaName() + " signature of a known key");
    }

    /** One key a line. */
    @Override
    public String toString() {
        StringBuilder lines = new StringBuilder();
        keys.forEach(key -> lines.append(key).append('\n'));
        return lines.toString();
    }
}
