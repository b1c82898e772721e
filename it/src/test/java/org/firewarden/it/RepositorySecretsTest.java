package org.firewarden.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** No secret lies in the repository: private keys, tokens of known services, keystores. */
class RepositorySecretsTest {

    private static final Set<String> SKIPPED = Set.of("target", ".git", "node_modules", ".idea");
    private static final Pattern KEY_FILES = Pattern.compile(".*\\.(p12|pfx|jks|pem|key|keystore|jwk|jwks)$");
    private static final Pattern SECRETS = Pattern.compile("-{5}BEGIN (?:[A-Z]+ )?PRIVATE KEY-{5}"
            + "|\\b(?:AKIA|ASIA)[0-9A-Z]{16}\\b|\\bgh[pousr]_[A-Za-z0-9]{36}\\b|\\bxox[bpars]-[A-Za-z0-9-]{20,}"
            + "|\"kty\"\\s*:\\s*\"(?:EC|RSA|OKP)\"[^}]*\"d\"\\s*:\\s*\"[A-Za-z0-9_-]{20,}\""
            + "|\\beyJ[A-Za-z0-9_-]{20,}\\.eyJ[A-Za-z0-9_-]{20,}\\.[A-Za-z0-9_-]{20,}");

    @Test
    void thePatternFindsWhatItLooksFor() {
        assertThat(SECRETS.matcher("-----BEGIN " + "PRIVATE KEY-----").find()).isTrue();
        assertThat(SECRETS.matcher("x AKIA" + "ABCDEFGHIJKLMNOP y").find()).isTrue();
        assertThat(SECRETS.matcher("{\"kty\":\"EC\",\"x\":\"a\",\"d\":\"" + "a".repeat(43) + "\"}")
                        .find())
                .isTrue();
    }

    @Test
    void noSecretLiesInTheRepository() throws IOException {
        Path root = Path.of("..").toAbsolutePath().normalize();
        List<String> found = new ArrayList<>();
        int[] looked = new int[1];
        try (Stream<Path> files = Files.walk(root)) {
            files.filter(file -> isOurs(root.relativize(file)) && Files.isRegularFile(file))
                    .forEach(file -> {
                        looked[0]++;
                        if (KEY_FILES.matcher(file.getFileName().toString()).matches() || holdsSecret(file)) {
                            found.add(root.relativize(file).toString());
                        }
                    });
        }

        assertThat(looked[0]).isGreaterThan(300);
        assertThat(found).isEmpty();
    }

    private static boolean isOurs(Path file) {
        for (Path part : file) {
            if (SKIPPED.contains(part.toString())) {
                return false;
            }
        }
        return true;
    }

    private static boolean holdsSecret(Path file) {
        try {
            return Files.size(file) < 4 << 20
                    && SECRETS.matcher(Files.readString(file, StandardCharsets.ISO_8859_1))
                            .find();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
