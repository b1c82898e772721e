package org.firewarden.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SigningKeyTest {

    private static final byte[] TEXT = "a text".getBytes(StandardCharsets.UTF_8);

    private final SecureRandom random = new SecureRandom();

    /** RFC 8032, section 7.1, TEST 2. */
    @Test
    void aPublishedEd25519SignatureVerifies() {
        VerifyingKey key = VerifyingKey.of(
                SignatureAlgorithm.ED25519,
                HexFormat.of().parseHex("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c"));
        byte[] signature = HexFormat.of()
                .parseHex("92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
                        + "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00");

        assertThat(key.verifies(new byte[] {0x72}, signature)).isTrue();
        assertThat(key.verifies(new byte[] {0x73}, signature)).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void aSignatureHoldsForItsKeyAndContentOnly(SignatureAlgorithm algorithm) {
        SigningKey key = SigningKey.generate(algorithm, random);
        byte[] signature = key.sign(TEXT);
        VerifyingKey verifying = VerifyingKey.of(algorithm, key.verifyingKey().encoded());

        assertThat(signature).hasSize(algorithm.signatureBytes());
        assertThat(verifying.verifies(TEXT, signature)).isTrue();
        assertThat(verifying.verifies(new byte[0], signature)).isFalse();
        assertThat(SigningKey.generate(algorithm, random).verifyingKey().verifies(TEXT, signature))
                .isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void noAlteredSignatureHolds(SignatureAlgorithm algorithm) {
        SigningKey key = SigningKey.generate(algorithm, random);
        byte[] signature = key.sign(TEXT);
        for (int i = 0; i < signature.length; i += algorithm == SignatureAlgorithm.ED25519 ? 1 : 61) {
            byte[] altered = signature.clone();
            altered[i] ^= (byte) (1 << (i % 8));
            assertThat(key.verifyingKey().verifies(TEXT, altered)).isFalse();
        }
        assertThat(key.verifyingKey().verifies(TEXT, Arrays.copyOf(signature, signature.length - 1)))
                .isFalse();
        assertThat(key.verifyingKey().verifies(TEXT, new byte[0])).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void aKeyIsStoredSealedUnderItsName(SignatureAlgorithm algorithm, @TempDir Path folder) {
        KeyRing ring = KeyRing.open(KeyRingSettings.createdIn(folder), random, Clock.systemUTC());
        SigningKey key = SigningKey.generate(algorithm, random);
        byte[] stored = key.sealedBy(ring, KeyPurpose.LEDGER_SIGNING, "key 1");

        SigningKey opened = SigningKey.open(ring, KeyPurpose.LEDGER_SIGNING, "key 1", key.verifyingKey(), stored);
        assertThat(key.verifyingKey().verifies(TEXT, opened.sign(TEXT))).isTrue();
        assertThatThrownBy(() -> SigningKey.open(ring, KeyPurpose.LEDGER_SIGNING, "key 2", key.verifyingKey(), stored))
                .isInstanceOf(KeyRingException.class);
    }

    @ParameterizedTest
    @EnumSource
    void bytesOfAnotherLengthAreNoKey(SignatureAlgorithm algorithm) {
        assertThatThrownBy(() -> VerifyingKey.of(algorithm, new byte[31])).isInstanceOf(KeyRingException.class);
    }
}
