package org.firewarden.smart.signing;

import com.nimbusds.jose.jwk.RSAKey;
import java.nio.charset.StandardCharsets;
import java.sql.Timestamp;
import java.text.ParseException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.firewarden.crypto.KeyPurpose;
import org.firewarden.crypto.KeyRing;
import org.springframework.jdbc.core.JdbcTemplate;

/** The signing keys in the database, each sealed with the key ring for its own id. */
public final class StoredSigningKeys {

    private final JdbcTemplate jdbc;
    private final KeyRing keyRing;

    /** In this database, sealed with this key ring. */
    public StoredSigningKeys(JdbcTemplate jdbc, KeyRing keyRing) {
        this.jdbc = jdbc;
        this.keyRing = keyRing;
    }

    /**
     * A key.
     *
     * @param key private half included
     * @param signsFrom from when it signs, until a later one does
     */
    record Key(RSAKey key, Instant signsFrom) {
        @Override
        public String toString() {
            return "Key[" + key.getKeyID() + "]";
        }
    }

    /**
     * All keys, the one that signs from the earliest moment first.
     *
     * @throws org.firewarden.crypto.KeyRingException if one was altered or sealed with another key ring
     */
    List<Key> all() {
        return jdbc.query(
                "SELECT kid, sealed, signs_from FROM firewarden.smart_signing_key ORDER BY signs_from, kid",
                (row, n) -> new Key(
                        open(row.getString("kid"), row.getBytes("sealed")),
                        row.getTimestamp("signs_from").toInstant()));
    }

    void add(RSAKey key, Instant now, Instant signsFrom) {
        jdbc.update(
                "INSERT INTO firewarden.smart_signing_key (kid, sealed, created, signs_from) VALUES (?, ?, ?, ?)",
                key.getKeyID(),
                seal(key),
                Timestamp.from(now),
                Timestamp.from(signsFrom));
    }

    /** Adds a key unless there is one: of two nodes that start together, one is faster and the other reads its key. */
    void addFirst(RSAKey key, Instant now) {
        // The database rounds to microseconds, and a first key must not sign from a moment after now.
        Instant signsFrom = now.truncatedTo(ChronoUnit.SECONDS);
        jdbc.update(
                "WITH turn AS MATERIALIZED (SELECT pg_advisory_xact_lock(hashtext('firewarden.smart_signing_key')))"
                        + " INSERT INTO firewarden.smart_signing_key (kid, sealed, created, signs_from)"
                        + " SELECT ?, ?, ?, ? FROM turn WHERE NOT EXISTS (SELECT 1 FROM firewarden.smart_signing_key)",
                key.getKeyID(),
                seal(key),
                Timestamp.from(now),
                Timestamp.from(signsFrom));
    }

    /** Adds a successor unless another node has. */
    void addAfter(String newestKeyId, RSAKey key, Instant now, Instant signsFrom) {
        jdbc.update(
                "INSERT INTO firewarden.smart_signing_key (kid, sealed, created, signs_from) SELECT ?, ?, ?, ? WHERE"
                        + " NOT EXISTS (SELECT 1 FROM firewarden.smart_signing_key s, firewarden.smart_signing_key n WHERE"
                        + " n.kid = ? AND s.signs_from > n.signs_from)",
                key.getKeyID(),
                seal(key),
                Timestamp.from(now),
                Timestamp.from(signsFrom),
                newestKeyId);
    }

    private byte[] seal(RSAKey key) {
        return keyRing.seal(
                KeyPurpose.TOKEN_SIGNING,
                subject(key.getKeyID()),
                key.toJSONString().getBytes(StandardCharsets.UTF_8));
    }

    private RSAKey open(String kid, byte[] sealed) {
        byte[] opened = keyRing.open(KeyPurpose.TOKEN_SIGNING, subject(kid), sealed);
        try {
            return RSAKey.parse(new String(opened, StandardCharsets.UTF_8));
        } catch (ParseException e) {
            // The cause would quote the key.
            throw new IllegalStateException("a token signing key is not a JSON Web Key");
        }
    }

    private static String subject(String kid) {
        return "token-signing-key:" + kid;
    }
}
