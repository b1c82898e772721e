package org.firewarden.ledger.note;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.List;
import org.firewarden.crypto.SignatureAlgorithm;
import org.firewarden.crypto.SigningKey;
import org.firewarden.ledger.tree.TreeHash;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignedNoteTest {

    private static final String ORIGIN = "example.com/ledger";

    private final SigningKey ed25519 = SigningKey.generate(SignatureAlgorithm.ED25519, new SecureRandom());
    private final SigningKey mlDsa = SigningKey.generate(SignatureAlgorithm.ML_DSA_65, new SecureRandom());
    private final Checkpoint checkpoint =
            new Checkpoint(ORIGIN, 12345, TreeHash.ofLeaf("x".getBytes(StandardCharsets.UTF_8)));
    private final SignedNote note = SignedNote.sign(checkpoint.text(), ORIGIN, List.of(ed25519, mlDsa));

    private LogKeys keys() throws MalformedNoteException {
        return LogKeys.of(
                List.of(new NoteKey(ORIGIN, ed25519.verifyingKey()), new NoteKey(ORIGIN, mlDsa.verifyingKey())));
    }

    /** True if the bytes are a checkpoint that holds and says the same. */
    private boolean holds(String text) throws MalformedNoteException {
        try {
            SignedNote parsed = SignedNote.parse(text);
            Checkpoint read = Checkpoint.parse(parsed.text());
            return keys().problemOf(parsed, read).isEmpty();
        } catch (MalformedNoteException e) {
            return false;
        }
    }

    /** The example in the documentation of Go's package golang.org/x/mod/sumdb/note. */
    @Test
    void aPublishedNoteVerifies() throws Exception {
        NoteKey key = NoteKey.parse("PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW");
        SignedNote published = SignedNote.parse("""
                If you think cryptography is the answer to your problem,
                then you don't know what your problem is.

                — PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=
                """);

        assertThat(published.signatures().get(0).isOf(key)).isTrue();
        assertThat(key.key()
                        .verifies(
                                published.text().getBytes(StandardCharsets.UTF_8),
                                published.signatures().get(0).bytes()))
                .isTrue();
        assertThat(key).hasToString("PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW");
    }

    @Test
    void aSignedCheckpointHolds() throws Exception {
        SignedNote parsed = SignedNote.parse(note.toString());

        assertThat(parsed).hasToString(note.toString());
        assertThat(Checkpoint.parse(parsed.text())).isEqualTo(checkpoint);
        assertThat(LogKeys.parse("# a comment\n\n" + keys()).problemOf(parsed, checkpoint))
                .isEmpty();
    }

    @Test
    void eachFlippedByteIsDetected() throws Exception {
        byte[] bytes = note.toString().getBytes(StandardCharsets.UTF_8);
        assertThat(holds(new String(bytes, StandardCharsets.UTF_8))).isTrue();
        for (int i = 0; i < bytes.length; i++) {
            byte[] altered = bytes.clone();
            altered[i] ^= (byte) (1 << (i % 7));
            assertThat(holds(new String(altered, StandardCharsets.UTF_8)))
                    .as("byte %d", i)
                    .isFalse();
        }
    }

    @Test
    void eachCutIsDetected() throws Exception {
        String text = note.toString();
        for (int i = 0; i < text.length(); i += 7) {
            assertThat(holds(text.substring(0, i))).isFalse();
        }
    }

    @Test
    void oneOfBothSignaturesIsNotEnough() throws Exception {
        for (SigningKey one : List.of(ed25519, mlDsa)) {
            SignedNote half = SignedNote.sign(checkpoint.text(), ORIGIN, List.of(one));
            assertThat(keys().problemOf(half, checkpoint))
                    .hasValueSatisfying(p -> assertThat(p).contains("no "));
        }
    }

    @Test
    void aWrongSignatureOfAKnownKeySpoilsTheNote() throws Exception {
        SignedNote other = SignedNote.sign("another text\n", ORIGIN, List.of(ed25519));
        SignedNote both = new SignedNote(
                note.text(),
                List.of(
                        note.signatures().get(0),
                        note.signatures().get(1),
                        other.signatures().get(0)));

        assertThat(keys().problemOf(both, checkpoint)).isPresent();
    }

    @Test
    void aSignatureOfAnUnknownKeyIsPassedOver() throws Exception {
        SignedNote witness = SignedNote.sign(
                note.text(),
                "witness.example",
                List.of(SigningKey.generate(SignatureAlgorithm.ED25519, new SecureRandom())));
        SignedNote both = new SignedNote(
                note.text(),
                List.of(
                        note.signatures().get(0),
                        witness.signatures().get(0),
                        note.signatures().get(1)));

        assertThat(keys().problemOf(SignedNote.parse(both.toString()), checkpoint))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "a b+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
                "PeterNeumann+c74f20a4+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
                "PeterNeumann+c74f20a3+AhpcQQcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
                "PeterNeumann+c74f20a3+ARpc"
            })
    void whatIsNoKeyIsRefused(String text) {
        assertThatThrownBy(() -> NoteKey.parse(text)).isInstanceOf(MalformedNoteException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "o\n1\n",
                "o\n01\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n",
                "o\n-1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n",
                "o\n99999999999999999999\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n",
                "o\n1\n47DEQpj8HBSa\n",
                "o\n1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\nextension\n",
                "a b\n1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n"
            })
    void whatIsNoCheckpointIsRefused(String text) {
        assertThatThrownBy(() -> Checkpoint.parse(text)).isInstanceOf(MalformedNoteException.class);
    }
}
