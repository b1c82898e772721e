package org.firewarden.ledger.note;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.firewarden.crypto.SigningKey;

/**
 * A text with the signatures under it (C2SP signed-note).
 *
 * @param text ends in a newline
 * @param signatures at least one
 */
public record SignedNote(String text, List<Signature> signatures) {

    private static final int LONGEST = 1 << 20;
    private static final int MOST_SIGNATURES = 100;
    private static final int ID_BYTES = 4;
    private static final String DASH = "\u2014 ";

    /** Copies the list. */
    public SignedNote {
        signatures = List.copyOf(signatures);
    }

    /** Signs a text with each of the keys. */
    public static SignedNote sign(String text, String name, List<SigningKey> keys) {
        byte[] content = text.getBytes(StandardCharsets.UTF_8);
        List<Signature> signatures = new ArrayList<>();
        for (SigningKey key : keys) {
            byte[] id = new NoteKey(name, key.verifyingKey()).id();
            signatures.add(new Signature(name, id, key.sign(content)));
        }
        return new SignedNote(text, signatures);
    }

    /**
     * Reads a note. Verifies nothing.
     *
     * @throws MalformedNoteException if it is none
     */
    public static SignedNote parse(String note) throws MalformedNoteException {
        int split = note.lastIndexOf("\n\n");
        if (note.length() > LONGEST || split < 0 || !note.endsWith("\n")) {
            throw new MalformedNoteException("a note is a text, an empty line and signatures");
        }
        if (note.chars().anyMatch(c -> (c < 0x20 && c != '\n') || c == 0xFFFD)) {
            throw new MalformedNoteException("a note has no control characters and is UTF-8");
        }
        String[] lines = note.substring(split + 2).split("\n", -1);
        List<Signature> signatures = new ArrayList<>();
        for (String line : Arrays.copyOf(lines, lines.length - 1)) {
            signatures.add(Signature.parse(line));
        }
        if (signatures.isEmpty() || signatures.size() > MOST_SIGNATURES) {
            throw new MalformedNoteException("a note has signatures, and at most " + MOST_SIGNATURES);
        }
        return new SignedNote(note.substring(0, split + 1), signatures);
    }

    /** The note as it is stored and sent. */
    @Override
    public String toString() {
        StringBuilder note = new StringBuilder(text).append('\n');
        signatures.forEach(signature -> note.append(signature).append('\n'));
        return note.toString();
    }

    /** A line under the text: whose key, which of them (four bytes), and the signature over the text. */
    public static final class Signature {

        private final String name;
        private final byte[] keyId;
        private final byte[] bytes;

        private Signature(String name, byte[] keyId, byte[] bytes) {
            this.name = name;
            this.keyId = keyId;
            this.bytes = bytes;
        }

        /** The signature proper. */
        public byte[] bytes() {
            return bytes.clone();
        }

        static Signature parse(String line) throws MalformedNoteException {
            String[] parts =
                    line.startsWith(DASH) ? line.substring(DASH.length()).split(" ", -1) : new String[0];
            if (parts.length != 2 || !NoteKey.isName(parts[0])) {
                throw new MalformedNoteException("a signature is a dash, a name and base64");
            }
            byte[] bytes = StrictBase64.decode(parts[1]);
            if (bytes.length <= ID_BYTES) {
                throw new MalformedNoteException("a signature is longer than the id of its key");
            }
            return new Signature(
                    parts[0], Arrays.copyOf(bytes, ID_BYTES), Arrays.copyOfRange(bytes, ID_BYTES, bytes.length));
        }

        boolean isOf(NoteKey key) {
            return name.equals(key.name()) && Arrays.equals(keyId, key.id());
        }

        @Override
        public String toString() {
            byte[] both = ByteBuffer.allocate(ID_BYTES + bytes.length)
                    .put(keyId)
                    .put(bytes)
                    .array();
            return DASH + name + " " + Base64.getEncoder().encodeToString(both);
        }
    }
}
