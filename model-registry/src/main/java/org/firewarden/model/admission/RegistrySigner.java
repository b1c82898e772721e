package org.firewarden.model.admission;

import java.security.SecureRandom;
import java.util.List;
import java.util.function.Supplier;
import org.firewarden.crypto.HybridPublicKey;
import org.firewarden.crypto.HybridSignature;
import org.firewarden.crypto.HybridSigningKey;
import org.firewarden.crypto.KeyPurpose;
import org.firewarden.crypto.KeyRing;
import org.firewarden.model.manifest.ModelManifest;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Signs the models that this server ships and trains. The private key lies in {@code firewarden.model_signing_key}, sealed by the
 * key ring, so that all nodes sign as one; the first use makes it.
 */
public final class RegistrySigner {

    private static final long LOCK = 0x46574D4B45595300L;
    private static final String SUBJECT = "model signing key";

    private final Supplier<HybridSigningKey> source;
    private volatile @Nullable HybridSigningKey key;

    private RegistrySigner(Supplier<HybridSigningKey> source) {
        this.source = source;
    }

    /** Keeps its key in this database. */
    public static RegistrySigner stored(
            JdbcTemplate jdbc, TransactionOperations transaction, KeyRing ring, SecureRandom random) {
        return new RegistrySigner(() -> {
            List<HybridSigningKey> stored = read(jdbc, ring);
            if (stored.isEmpty()) {
                transaction.executeWithoutResult(status -> makeIfAbsent(jdbc, ring, random));
                stored = read(jdbc, ring);
            }
            return stored.get(0);
        });
    }

    /** Signs with this key. */
    public static RegistrySigner of(HybridSigningKey key) {
        return new RegistrySigner(() -> key);
    }

    HybridSignature sign(byte[] manifest) {
        return key().sign(ModelManifest.SIGNED_AS, manifest);
    }

    /** The public half. */
    public HybridPublicKey publicKey() {
        return key().publicKey();
    }

    private HybridSigningKey key() {
        HybridSigningKey known = key;
        if (known == null) {
            known = source.get();
            key = known;
        }
        return known;
    }

    private static void makeIfAbsent(JdbcTemplate jdbc, KeyRing ring, SecureRandom random) {
        jdbc.execute("SELECT pg_advisory_xact_lock(" + LOCK + ")");
        if (read(jdbc, ring).isEmpty()) {
            HybridSigningKey made = HybridSigningKey.generate(random);
            jdbc.update(
                    "INSERT INTO firewarden.model_signing_key (public_key, sealed) VALUES (?, ?)",
                    made.publicKey().toString(),
                    made.sealedBy(ring, KeyPurpose.MODEL_SIGNING, SUBJECT));
        }
    }

    private static List<HybridSigningKey> read(JdbcTemplate jdbc, KeyRing ring) {
        return jdbc.query(
                "SELECT public_key, sealed FROM firewarden.model_signing_key ORDER BY id DESC LIMIT 1",
                (row, number) -> HybridSigningKey.open(
                        ring,
                        KeyPurpose.MODEL_SIGNING,
                        SUBJECT,
                        HybridPublicKey.parse(row.getString("public_key")),
                        row.getString("sealed")));
    }
}
