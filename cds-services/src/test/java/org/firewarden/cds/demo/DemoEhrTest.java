package org.firewarden.cds.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoEhrTest {

    private static final URI CALLED = URI.create("http://127.0.0.1:8080/cds-services/prevent-cvd-risk");

    @Test
    void theKeyIsMadeOnceAndSignsForOneUrl(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("demo").resolve("demo-ehr.jwk");
        DemoEhr first = DemoEhr.at(file, new SecureRandom(), Clock.systemUTC());
        DemoEhr second = DemoEhr.at(file, new SecureRandom(), Clock.systemUTC());
        assertThat(second.publicJwks()).isEqualTo(first.publicJwks()).doesNotContain("\"d\"");
        SignedJWT token = SignedJWT.parse(second.sign(CALLED));
        assertThat(token.getJWTClaimsSet().getAudience()).containsExactly(CALLED.toString());
        assertThat(token.getJWTClaimsSet().getIssuer()).isEqualTo(DemoEhr.ISSUER);
        var key =
                JWKSet.parse(first.publicJwks()).getKeyByKeyId(token.getHeader().getKeyID());
        assertThat(token.verify(new ECDSAVerifier(key.toECKey()))).isTrue();
    }

    @Test
    void aFileThatHoldsNoKeyIsAnError(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("demo-ehr.jwk"), "{}");
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> DemoEhr.at(file, new SecureRandom(), Clock.systemUTC()));
    }
}
