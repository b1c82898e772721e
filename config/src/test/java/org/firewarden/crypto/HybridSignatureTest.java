package org.firewarden.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;

class HybridSignatureTest {

    private static final byte[] CONTENT = "content".getBytes(StandardCharsets.UTF_8);

    private final HybridSigningKey key = HybridSigningKey.generate(new SecureRandom());
    private final HybridSigningKey other = HybridSigningKey.generate(new SecureRandom());

    @Test
    void aSignatureHoldsForItsContentUseAndKeyOnly() {
        HybridSignature signature = key.sign("model-manifest", CONTENT);

        assertThat(key.publicKey().verifies("model-manifest", CONTENT, signature))
                .isTrue();
        assertThat(key.publicKey().verifies("certificate", CONTENT, signature)).isFalse();
        assertThat(key.publicKey().verifies("model-manifest", new byte[] {1}, signature))
                .isFalse();
        assertThat(other.publicKey().verifies("model-manifest", CONTENT, signature))
                .isFalse();
    }

    @Test
    void oneHalfAloneDoesNotHold() {
        HybridSignature own = key.sign("u", CONTENT);
        HybridSignature foreign = other.sign("u", CONTENT);

        assertThat(key.publicKey().verifies("u", CONTENT, new HybridSignature(own.classical(), foreign.postQuantum())))
                .isFalse();
        assertThat(key.publicKey().verifies("u", CONTENT, new HybridSignature(foreign.classical(), own.postQuantum())))
                .isFalse();
        assertThat(key.publicKey().verifies("u", CONTENT, new HybridSignature(own.classical(), new byte[0])))
                .isFalse();
    }

    @Test
    void aKeyIsWrittenToAFileAndReadBack() {
        HybridSigningKey read = HybridSigningKey.parse(key.written());

        assertThat(key.publicKey().verifies("u", CONTENT, read.sign("u", CONTENT)))
                .isTrue();
        assertThat(key.toString()).doesNotContain(key.written().split("\\s", -1)[1]);
        assertThatThrownBy(() -> HybridSigningKey.parse("no key")).isInstanceOf(KeyRingException.class);
    }

    @Test
    void bothAreWrittenAndReadBack() {
        HybridSignature read = HybridSignature.parse(key.sign("u", CONTENT).toString());
        HybridPublicKey publicKey = HybridPublicKey.parse(key.publicKey().toString());

        assertThat(publicKey.verifies("u", CONTENT, read)).isTrue();
        assertThat(publicKey.id())
                .isEqualTo(key.publicKey().id())
                .isNotEqualTo(other.publicKey().id());
        assertThatThrownBy(() -> HybridSignature.parse("only-one")).isInstanceOf(KeyRingException.class);
        assertThatThrownBy(() -> HybridSignature.parse("!.!")).isInstanceOf(KeyRingException.class);
        assertThatThrownBy(() -> HybridPublicKey.parse("AAAA.AAAA")).isInstanceOf(KeyRingException.class);
    }
}
