package org.firewarden.smart.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.jwk.JWKSet;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import org.firewarden.crypto.KeyRing;
import org.firewarden.crypto.KeyRingException;
import org.firewarden.crypto.KeyRingSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SigningKeysTest {

    @TempDir
    Path folder;

    @Test
    void theKeysSurviveARestart() {
        JWKSet made = open("ring").openOrCreate();

        JWKSet read = open("ring").openOrCreate();

        assertThat(read.toString(false)).isEqualTo(made.toString(false));
        assertThat(read.getKeys())
                .singleElement()
                .satisfies(key -> assertThat(key.isPrivate()).isTrue());
    }

    @Test
    void theFileDoesNotShowThem() throws IOException {
        open("ring").openOrCreate();

        String content = Files.readString(folder.resolve("token-signing.jwks.sealed"), StandardCharsets.ISO_8859_1);
        assertThat(content).doesNotContain("RSA").doesNotContain("\"d\"");
    }

    @Test
    void anotherKeyRingCannotOpenThem() {
        open("ring").openOrCreate();

        assertThatThrownBy(() -> open("another").openOrCreate()).isInstanceOf(KeyRingException.class);
    }

    private SigningKeys open(String ring) {
        Clock clock = Clock.systemUTC();
        return new SigningKeys(
                folder,
                KeyRing.open(KeyRingSettings.createdIn(folder.resolve(ring)), new SecureRandom(), clock),
                clock);
    }
}
