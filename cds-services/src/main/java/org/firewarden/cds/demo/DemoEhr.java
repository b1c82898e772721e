package org.firewarden.cds.demo;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.UUID;
import org.firewarden.cds.settings.CdsClientSettings;
import org.firewarden.crypto.PrivateFile;

/**
 * DEMO ONLY: an EHR with an ES384 key in a file that only the owner may read. The first caller makes the file, all others
 * read it. Signs the JWTs of CDS Hooks 2.0.1 (Trusting CDS Clients), each for one URL and five minutes.
 */
public final class DemoEhr {

    /** The {@code iss} of its tokens. */
    public static final String ISSUER = "demo-ehr";

    private static final Duration LIFETIME = Duration.ofMinutes(5);

    private final ECKey key;
    private final Clock clock;

    private DemoEhr(ECKey key, Clock clock) {
        this.key = key;
        this.clock = clock;
    }

    /** The EHR whose key lies in the file, which is made if it is not there. */
    public static DemoEhr at(Path keyFile, SecureRandom random, Clock clock) throws IOException {
        if (!Files.exists(keyFile)) {
            try {
                PrivateFile.create(keyFile, newKey(random).toJSONString().getBytes(StandardCharsets.UTF_8));
            } catch (FileAlreadyExistsException e) {
                // Another process was faster; its key is as good, and it is the one that counts.
            }
        }
        try {
            ECKey key = ECKey.parse(Files.readString(keyFile));
            if (!key.isPrivate() || !key.getCurve().equals(Curve.P_384)) {
                throw new IOException("the demo EHR's key file does not hold a private P-384 key");
            }
            return new DemoEhr(key, clock);
        } catch (ParseException e) {
            throw new IOException("the demo EHR's key file does not hold a JSON Web Key", e);
        }
    }

    /** The public key as a JSON Web Key Set. */
    public String publicJwks() {
        return new JWKSet(key.toPublicJWK()).toString();
    }

    /** This EHR as a client of the CDS services. */
    public CdsClientSettings settings() {
        return CdsClientSettings.of(ISSUER, publicJwks());
    }

    /**
     * A fresh token for one call, without {@code Bearer} before it.
     *
     * @param called the exact URL that is called
     */
    public String sign(URI called) {
        Instant now = clock.instant();
        JWTClaimsSet claims = new JWTClaimsSet.Builder()
                .issuer(ISSUER)
                .audience(called.toString())
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plus(LIFETIME)))
                .jwtID(UUID.randomUUID().toString())
                .build();
        JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.ES384)
                .type(JOSEObjectType.JWT)
                .keyID(key.getKeyID())
                .build();
        SignedJWT token = new SignedJWT(header, claims);
        try {
            token.sign(new ECDSASigner(key));
        } catch (JOSEException e) {
            throw new IllegalStateException("a P-384 key signs ES384", e);
        }
        return token.serialize();
    }

    private static ECKey newKey(SecureRandom random) throws IOException {
        try {
            return new ECKeyGenerator(Curve.P_384)
                    .keyUse(KeyUse.SIGNATURE)
                    .algorithm(JWSAlgorithm.ES384)
                    .keyIDFromThumbprint(true)
                    .secureRandom(random)
                    .generate();
        } catch (JOSEException e) {
            throw new IOException("this Java cannot make a P-384 key", e);
        }
    }
}
