package org.firewarden.deid.engine.certificate;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import org.firewarden.crypto.HybridPublicKey;
import org.firewarden.crypto.HybridSigningKey;
import org.firewarden.crypto.KeyPurpose;
import org.firewarden.crypto.KeyRing;
import org.firewarden.crypto.PrivateFile;

/**
 * The signing key of the command line: sealed under the key ring in a file beside it, and its public half in the clear for those
 * who verify.
 */
public final class CertificateKey {

    /** The file with the public key. */
    public static final String PUBLIC = "certificate.pub";

    private static final String SEALED = "certificate.sealed";
    private static final String SUBJECT = "deid-certificate-key";

    private CertificateKey() {}

    /** Opens the key in a folder, making it if there is none. */
    public static HybridSigningKey in(Path folder, KeyRing ring, SecureRandom random) throws IOException {
        Path sealed = folder.resolve(SEALED);
        Path open = folder.resolve(PUBLIC);
        if (!Files.exists(sealed)) {
            HybridSigningKey key = HybridSigningKey.generate(random);
            Files.deleteIfExists(open);
            PrivateFile.create(open, key.publicKey().toString().getBytes(StandardCharsets.US_ASCII));
            PrivateFile.create(
                    sealed,
                    key.sealedBy(ring, KeyPurpose.DATA_SET_SIGNING, SUBJECT).getBytes(StandardCharsets.US_ASCII));
        }
        return HybridSigningKey.open(
                ring, KeyPurpose.DATA_SET_SIGNING, SUBJECT, publicKey(open), Files.readString(sealed));
    }

    /** Reads a public key. */
    public static HybridPublicKey publicKey(Path file) throws IOException {
        return HybridPublicKey.parse(Files.readString(file).strip());
    }
}
