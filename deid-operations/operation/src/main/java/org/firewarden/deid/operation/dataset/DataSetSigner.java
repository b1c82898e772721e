package org.firewarden.deid.operation.dataset;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.firewarden.crypto.HybridPublicKey;
import org.firewarden.crypto.HybridSignature;
import org.firewarden.crypto.HybridSigningKey;
import org.firewarden.crypto.KeyPurpose;
import org.firewarden.crypto.KeyRing;
import org.firewarden.crypto.KeyRingException;
import org.firewarden.deid.engine.certificate.Certifier;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Signs manifests and certificates of disposal with Ed25519 and ML-DSA-65. The private key lies in
 * {@code firewarden.data_set_signing_key}, sealed by the key ring; all nodes sign as one.
 */
final class DataSetSigner {

    private static final long LOCK = 0x4657444154415345L;

    private final JdbcTemplate jdbc;
    private final KeyRing ring;
    private final HybridSigningKey key;
    private final Map<String, Optional<HybridPublicKey>> known = new ConcurrentHashMap<>();

    private DataSetSigner(JdbcTemplate jdbc, KeyRing ring, HybridSigningKey key) {
        this.jdbc = jdbc;
        this.ring = ring;
        this.key = key;
    }

    /** Opens the key, or makes it. */
    static DataSetSigner open(JdbcTemplate jdbc, TransactionOperations transaction, KeyRing ring, SecureRandom random) {
        HybridSigningKey key = transaction.execute(status -> {
            jdbc.execute("SELECT pg_advisory_xact_lock(" + LOCK + ")");
            List<HybridSigningKey> stored = jdbc.query(
                    "SELECT id, public_key, sealed FROM firewarden.data_set_signing_key ORDER BY created_at DESC LIMIT 1",
                    (row, i) -> opened(row, ring));
            return stored.isEmpty() ? create(jdbc, ring, random) : stored.get(0);
        });
        if (key == null) {
            throw new IllegalStateException("no key to sign data sets");
        }
        return new DataSetSigner(jdbc, ring, key);
    }

    private static HybridSigningKey create(JdbcTemplate jdbc, KeyRing ring, SecureRandom random) {
        HybridSigningKey key = HybridSigningKey.generate(random);
        String id = key.publicKey().id();
        jdbc.update(
                "INSERT INTO firewarden.data_set_signing_key (id, public_key, sealed) VALUES (?, ?, ?)",
                id,
                key.publicKey().toString(),
                key.sealedBy(ring, KeyPurpose.DATA_SET_SIGNING, subject(id)));
        return key;
    }

    /** The name of the key that signs now. */
    String keyId() {
        return key.publicKey().id();
    }

    /** Its public half. */
    HybridPublicKey publicKey() {
        return key.publicKey();
    }

    /** Certifies with the same key. */
    Certifier certifier(Clock clock) {
        return new Certifier(key, clock);
    }

    String sign(String use, String text) {
        return key.sign(use, text.getBytes(StandardCharsets.UTF_8)).toString();
    }

    /**
     * True if the key with this name signed the text for that use. Keys that signed before count as long as their private half, too,
     * is here and opens: a public key alone could be anybody's.
     */
    boolean verifies(String use, String text, String keyId, String signature) {
        Optional<HybridPublicKey> verifying =
                keyId.equals(keyId()) ? Optional.of(publicKey()) : known.computeIfAbsent(keyId, this::find);
        try {
            return verifying.isPresent()
                    && verifying
                            .get()
                            .verifies(use, text.getBytes(StandardCharsets.UTF_8), HybridSignature.parse(signature));
        } catch (KeyRingException e) {
            // Something that is no signature.
            return false;
        }
    }

    private Optional<HybridPublicKey> find(String keyId) {
        try {
            return jdbc
                    .query(
                            "SELECT id, public_key, sealed FROM firewarden.data_set_signing_key WHERE id = ?",
                            (row, i) -> opened(row, ring),
                            keyId)
                    .stream()
                    .findFirst()
                    .map(HybridSigningKey::publicKey)
                    .filter(found -> found.id().equals(keyId));
        } catch (KeyRingException e) {
            // Not a key that this server made.
            return Optional.empty();
        }
    }

    private static HybridSigningKey opened(ResultSet row, KeyRing ring) throws SQLException {
        return HybridSigningKey.open(
                ring,
                KeyPurpose.DATA_SET_SIGNING,
                subject(row.getString("id")),
                HybridPublicKey.parse(row.getString("public_key")),
                row.getString("sealed"));
    }

    private static String subject(String id) {
        return "data set signing key " + id;
    }
}
