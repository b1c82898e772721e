package org.firewarden.ledger.note;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import org.firewarden.crypto.KeyRingException;
import org.firewarden.crypto.Sha256;
import org.firewarden.crypto.SignatureAlgorithm;
import org.firewarden.crypto.VerifyingKey;

/**
 * A public key of notes, written {@code name+id+base64(type, key)} (C2SP signed-note). Ed25519 has the type {@code 0x01}; for
 * ML-DSA-65 none is assigned, so it has {@code 0xff} and a name of its own.
 *
 * @param name whose key it is: for a log, its origin
 * @param key the key
 */
public record NoteKey(String name, VerifyingKey key) {

    private static final int ID_BYTES = 4;
    private static final byte[] ED25519_TYPE = {1};
    private static final byte[] ML_DSA_65_TYPE = "\u00fffirewarden.org/ML-DSA-65".getBytes(StandardCharsets.ISO_8859_1);

    /** Refuses names that a note cannot hold. */
    public NoteKey {
        if (!isName(name)) {
            throw new IllegalArgumentException("a key's name has no spaces, no plus and is not empty");
        }
    }

    /** True if a note can hold the name. */
    public static boolean isName(String name) {
        return !name.isEmpty()
                && name.indexOf('+') < 0
                && name.codePoints().noneMatch(c -> c < 0x20 || Character.isSpaceChar(c) || Character.isWhitespace(c));
    }

    /**
     * Reads a key.
     *
     * @throws MalformedNoteException if it is none, or its id is not its own
     */
    public static NoteKey parse(String text) throws MalformedNoteException {
        String[] parts = text.split("\\+", 3);
        if (parts.length != 3 || !isName(parts[0])) {
            throw new MalformedNoteException("a key is written name+id+base64");
        }
        byte[] typed = StrictBase64.decode(parts[2]);
        NoteKey key = new NoteKey(parts[0], verifyingKey(typed));
        if (!HexFormat.of().formatHex(key.id()).equals(parts[1])) {
            throw new MalformedNoteException("the id of the key is not its own");
        }
        return key;
    }

    /** The first four bytes of the hash of name, type and key. */
    byte[] id() {
        byte[] type = type();
        byte[] encoded = key.encoded();
        byte[] nameBytes = name.getBytes(StandardCharsets.UTF_8);
        byte[] all = ByteBuffer.allocate(nameBytes.length + 1 + type.length + encoded.length)
                .put(nameBytes)
                .put((byte) '\n')
                .put(type)
                .put(encoded)
                .array();
        return Arrays.copyOf(Sha256.digest(all), ID_BYTES);
    }

    /** The key as it is written. */
    @Override
    public String toString() {
        byte[] type = type();
        byte[] encoded = key.encoded();
        byte[] typed = ByteBuffer.allocate(type.length + encoded.length)
                .put(type)
                .put(encoded)
                .array();
        return name + "+" + HexFormat.of().formatHex(id()) + "+"
                + Base64.getEncoder().encodeToString(typed);
    }

    private byte[] type() {
        return key.algorithm() == SignatureAlgorithm.ED25519 ? ED25519_TYPE : ML_DSA_65_TYPE;
    }

    private static VerifyingKey verifyingKey(byte[] typed) throws MalformedNoteException {
        try {
            if (startsWith(typed, ED25519_TYPE)) {
                return VerifyingKey.of(
                        SignatureAlgorithm.ED25519, Arrays.copyOfRange(typed, ED25519_TYPE.length, typed.length));
            }
            if (startsWith(typed, ML_DSA_65_TYPE)) {
                return VerifyingKey.of(
                        SignatureAlgorithm.ML_DSA_65, Arrays.copyOfRange(typed, ML_DSA_65_TYPE.length, typed.length));
            }
        } catch (KeyRingException e) {
            throw new MalformedNoteException("the key is not one of its type");
        }
        throw new MalformedNoteException("the key is of an unknown type");
    }

    private static boolean startsWith(byte[] bytes, byte[] prefix) {
        return bytes.length >= prefix.length && Arrays.equals(Arrays.copyOf(bytes, prefix.length), prefix);
    }
}
