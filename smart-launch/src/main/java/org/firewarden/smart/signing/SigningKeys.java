package org.firewarden.smart.signing;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Clock;
import java.util.Date;
import org.firewarden.crypto.KeyPurpose;
import org.firewarden.crypto.KeyRing;
import org.firewarden.crypto.PrivateFile;

/**
 * The signing keys in a file: a private JWK set (RFC 7517) sealed with the key ring. Made once; a restart signs with the same
 * key, so that tokens in the field stay good. RS256, which OpenID Connect and SMART demand of id tokens.
 */
public final class SigningKeys {

    private static final String SUBJECT = "token-signing-keys";
    private static final int RSA_BITS = 2048;

    private final Path file;
    private final KeyRing keyRing;
    private final Clock clock;

    /** Keys in {@code token-signing.jwks.sealed} of the folder. */
    public SigningKeys(Path folder, KeyRing keyRing, Clock clock) {
        this.file = folder.resolve("token-signing.jwks.sealed");
        this.keyRing = keyRing;
        this.clock = clock;
    }

    /**
     * Reads the keys, making them first if there are none.
     *
     * @throws org.firewarden.crypto.KeyRingException if the file was altered or sealed with another key ring
     */
    public JWKSet openOrCreate() {
        try {
            if (!Files.exists(file)) {
                create();
            }
            byte[] opened = keyRing.open(KeyPurpose.TOKEN_SIGNING, SUBJECT, Files.readAllBytes(file));
            return JWKSet.parse(new String(opened, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (ParseException e) {
            throw new IllegalStateException("the token signing keys are not a JWK set", e);
        }
    }

    private void create() throws IOException {
        byte[] keys = generate().toString(false).getBytes(StandardCharsets.UTF_8);
        try {
            PrivateFile.create(file, keyRing.seal(KeyPurpose.TOKEN_SIGNING, SUBJECT, keys));
        } catch (FileAlreadyExistsException e) {
            // Another process was faster: its keys are read instead of ours.
            return;
        }
    }

    private JWKSet generate() {
        try {
            return new JWKSet(new RSAKeyGenerator(RSA_BITS)
                    .keyUse(KeyUse.SIGNATURE)
                    .algorithm(JWSAlgorithm.RS256)
                    .keyIDFromThumbprint(true)
                    .issueTime(Date.from(clock.instant()))
                    .generate());
        } catch (JOSEException e) {
            throw new IllegalStateException("no RSA key could be made", e);
        }
    }
}
