package org.firewarden.smart.demo;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.util.List;
import org.firewarden.crypto.PrivateFile;

/**
 * The private keys of {@code demo-backend}, one for ES384 and one for RS384, in the file {@code demo-backend.jwks}. Made once
 * and left readable for the owner, because the owner of the demo plays that client.
 */
final class DemoBackendKeys {

    private static final int RSA_BITS = 2048;

    private final Path file;

    DemoBackendKeys(Path folder) {
        this.file = folder.resolve("demo-backend.jwks");
    }

    JWKSet openOrCreate() {
        try {
            if (!Files.exists(file)) {
                create();
            }
            return JWKSet.parse(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (ParseException e) {
            throw new IllegalStateException("the keys of demo-backend are not a JWK set", e);
        }
    }

    private void create() throws IOException {
        try {
            PrivateFile.create(file, generate().toString(false).getBytes(StandardCharsets.UTF_8));
        } catch (FileAlreadyExistsException e) {
            // Another process was faster: its keys are read instead of ours.
            return;
        }
    }

    private static JWKSet generate() {
        try {
            return new JWKSet(List.of(
                    new ECKeyGenerator(Curve.P_384)
                            .keyUse(KeyUse.SIGNATURE)
                            .algorithm(JWSAlgorithm.ES384)
                            .keyIDFromThumbprint(true)
                            .generate(),
                    new RSAKeyGenerator(RSA_BITS)
                            .keyUse(KeyUse.SIGNATURE)
                            .algorithm(JWSAlgorithm.RS384)
                            .keyIDFromThumbprint(true)
                            .generate()));
        } catch (JOSEException e) {
            throw new IllegalStateException("the keys of demo-backend could not be made", e);
        }
    }
}
