package org.firewarden.ledger.checkpoint;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.firewarden.crypto.KeyPurpose;
import org.firewarden.crypto.KeyRing;
import org.firewarden.crypto.SignatureAlgorithm;
import org.firewarden.crypto.SigningKey;
import org.firewarden.crypto.VerifyingKey;
import org.firewarden.ledger.note.Checkpoint;
import org.firewarden.ledger.note.LogKeys;
import org.firewarden.ledger.note.MalformedNoteException;
import org.firewarden.ledger.note.NoteKey;
import org.firewarden.ledger.note.SignedNote;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Signs checkpoints with Ed25519 and ML-DSA-65. The private keys lie in {@code firewarden.ledger_signing_key}, sealed by the key
 * ring, so that all nodes of a server sign as one; the first start makes them and the name of the log.
 */
public final class LedgerSigner {

    private static final long LOCK = 0x46574C4B45595300L;

    private final String origin;
    private final List<SigningKey> keys;

    private LedgerSigner(String origin, List<SigningKey> keys) {
        this.origin = origin;
        this.keys = List.copyOf(keys);
    }

    /**
     * Opens the keys, or makes them.
     *
     * @param origin the name that a new log gets, or null for one with a random ending
     */
    public static LedgerSigner open(
            JdbcTemplate jdbc,
            TransactionTemplate transaction,
            KeyRing ring,
            SecureRandom random,
            @Nullable String origin) {
        LedgerSigner signer = transaction.execute(status -> {
            jdbc.execute("SELECT pg_advisory_xact_lock(" + LOCK + ")");
            Integer count = jdbc.queryForObject("SELECT count(*) FROM firewarden.ledger_signing_key", Integer.class);
            if (count != null && count == 0) {
                create(jdbc, ring, random, origin == null ? randomOrigin(random) : origin);
            }
            return read(jdbc, ring);
        });
        if (signer == null) {
            throw new IllegalStateException("no signing keys");
        }
        return signer;
    }

    /** The log's name. */
    public String origin() {
        return origin;
    }

    /** The public halves. */
    public LogKeys keys() {
        try {
            return LogKeys.of(keys.stream()
                    .map(key -> new NoteKey(origin, key.verifyingKey()))
                    .toList());
        } catch (MalformedNoteException e) {
            throw new IllegalStateException("the ledger's signing keys are not complete", e);
        }
    }

    SignedNote sign(Checkpoint checkpoint) {
        return SignedNote.sign(checkpoint.text(), origin, keys);
    }

    private static void create(JdbcTemplate jdbc, KeyRing ring, SecureRandom random, String origin) {
        for (SignatureAlgorithm algorithm : SignatureAlgorithm.values()) {
            SigningKey key = SigningKey.generate(algorithm, random);
            jdbc.update(
                    "INSERT INTO firewarden.ledger_signing_key (algorithm, origin, public_key, sealed)"
                            + " VALUES (?, ?, ?, ?)",
                    algorithm.jcaName(),
                    origin,
                    key.verifyingKey().encoded(),
                    key.sealedBy(ring, KeyPurpose.LEDGER_SIGNING, subject(origin, algorithm)));
        }
    }

    private static LedgerSigner read(JdbcTemplate jdbc, KeyRing ring) {
        List<String> origins = new ArrayList<>();
        List<SigningKey> keys = new ArrayList<>();
        for (SignatureAlgorithm algorithm : SignatureAlgorithm.values()) {
            jdbc.query(
                    "SELECT origin, public_key, sealed FROM firewarden.ledger_signing_key WHERE algorithm = ?",
                    row -> {
                        String origin = row.getString("origin");
                        VerifyingKey verifying = VerifyingKey.of(algorithm, row.getBytes("public_key"));
                        origins.add(origin);
                        keys.add(SigningKey.open(
                                ring,
                                KeyPurpose.LEDGER_SIGNING,
                                subject(origin, algorithm),
                                verifying,
                                row.getBytes("sealed")));
                    },
                    algorithm.jcaName());
        }
        return new LedgerSigner(origins.get(0), keys);
    }

    private static String subject(String origin, SignatureAlgorithm algorithm) {
        return "ledger signing key " + algorithm.jcaName() + " of " + origin;
    }

    private static String randomOrigin(SecureRandom random) {
        byte[] ending = new byte[8];
        random.nextBytes(ending);
        return "firewarden.local/ledger/" + HexFormat.of().formatHex(ending).toLowerCase(Locale.ROOT);
    }
}
