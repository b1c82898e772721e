package org.firewarden.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class KeyStreamTest {

    @Test
    void theBitsAreTheCiphertextOfTheCounter() {
        byte[] key = HexFormat.of().parseHex("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f");

        // Stream 0 begins with the counter 0; its ciphertext under this key is what OpenSSL's aes-256-ecb gives.
        KeyStream stream = KeyStream.of(key, 0);
        long first = stream.nextLong();
        long second = stream.nextLong();

        assertThat(HexFormat.of().toHexDigits(first) + HexFormat.of().toHexDigits(second))
                .isEqualTo("f29000b62a499fd0a9f39a6add2e7780");
    }

    @Test
    void streamsOfOneKeyDifferAndRepeat() {
        byte[] key = new byte[32];
        assertThat(KeyStream.of(key, 1).nextLong())
                .isNotEqualTo(KeyStream.of(key, 2).nextLong());
        KeyStream one = KeyStream.of(key, 1);
        KeyStream again = KeyStream.of(key, 1);
        for (int i = 0; i < 5000; i++) {
            assertThat(one.nextLong()).isEqualTo(again.nextLong());
        }
    }

    @Test
    void aShortKeyIsRefused() {
        assertThatThrownBy(() -> KeyStream.of(new byte[16], 0)).isInstanceOf(IllegalArgumentException.class);
    }
}
