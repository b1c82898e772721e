package org.firewarden.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContentKeyTest {

    private static final byte[] TEXT = "a text".getBytes(StandardCharsets.UTF_8);

    private final SecureRandom random = new SecureRandom();
    private final ContentKey key = ContentKey.generate(random);

    @Test
    void whatWasSealedOpensForItsSubjectOnly() {
        byte[] sealed = key.seal(random, "event 1", TEXT);

        assertThat(key.open("event 1", sealed)).isEqualTo(TEXT);
        assertThatThrownBy(() -> key.open("event 2", sealed)).isInstanceOf(KeyRingException.class);
        assertThatThrownBy(() -> ContentKey.generate(random).open("event 1", sealed))
                .isInstanceOf(KeyRingException.class);
    }

    @Test
    void eachAlteredByteAndEachCutIsDetected() {
        byte[] sealed = key.seal(random, "s", TEXT);
        for (int i = 0; i < sealed.length; i++) {
            byte[] altered = sealed.clone();
            altered[i] ^= 1;
            assertThatThrownBy(() -> key.open("s", altered)).isInstanceOf(KeyRingException.class);
            byte[] cut = Arrays.copyOf(sealed, i);
            assertThatThrownBy(() -> key.open("s", cut)).isInstanceOf(KeyRingException.class);
        }
    }

    @Test
    void aKeyIsStoredSealedUnderItsName(@TempDir Path folder) {
        KeyRing ring = KeyRing.open(KeyRingSettings.createdIn(folder), random, Clock.systemUTC());
        byte[] stored = key.sealedBy(ring, KeyPurpose.LEDGER_CONTENT, "key 1");
        byte[] sealed = key.seal(random, "s", TEXT);

        assertThat(ContentKey.open(ring, KeyPurpose.LEDGER_CONTENT, "key 1", stored)
                        .open("s", sealed))
                .isEqualTo(TEXT);
        assertThatThrownBy(() -> ContentKey.open(ring, KeyPurpose.LEDGER_CONTENT, "key 2", stored))
                .isInstanceOf(KeyRingException.class);
    }

    @Test
    void theKeyOfAllNeedsEachOfThem() {
        ContentKey other = ContentKey.generate(random);
        byte[] sealed = ContentKey.ofAll(List.of(key, other)).seal(random, "s", TEXT);

        assertThat(ContentKey.ofAll(List.of(key, other)).open("s", sealed)).isEqualTo(TEXT);
        for (List<ContentKey> keys :
                List.of(List.of(key), List.of(other), List.of(other, key), List.<ContentKey>of())) {
            assertThatThrownBy(() -> ContentKey.ofAll(keys).open("s", sealed)).isInstanceOf(KeyRingException.class);
        }
    }
}
