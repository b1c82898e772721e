package org.firewarden.ledger.checkpoint;

import java.security.SecureRandom;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.firewarden.crypto.KeyPurpose;
import org.firewarden.crypto.KeyRing;
import org.firewarden.crypto.SignatureAlgorithm;
import org.firewarden.crypto.SigningKey;
import org.firewarden.crypto.VerifyingKey;
import org.firewarden.ledger.note.Checkpoint;
import org.firewarden.ledger.note.DisposalCertificate;
import org.firewarden.ledger.note.LogKeys;
import org.firewarden.ledger.note.MalformedNoteException;
import org.firewarden.ledger.note.NoteKey;
import org.firewarden.ledger.note.SignedNote;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Signs checkpoints with Ed25519 and ML-DSA-65. The private keys lie in {@code firewarden.ledger_signing_key}, sealed by the key
 * ring, so that all nodes of a server sign as one; the first start makes them and the name of the log. When new keys take over,
 * the ones before sign with them for a while: who knows only those still verifies, and learns of the new ones from the event
 * that named them before they signed. All public keys stay published. Safe for many threads.
 */
public final class LedgerSigner {

    private static final long LOCK = 0x46574C4B45595300L;
    private static final String ONE_LOCK = "SELECT pg_advisory_xact_lock(" + LOCK + ")";

    private final JdbcTemplate jdbc;
    private final TransactionTemplate transaction;
    private final KeyRing ring;
    private final SecureRandom random;
    private final Clock clock;
    private final Duration overlap;
    private volatile Generations generations;

    /** The keys that were made together. */
    private record Generation(int number, Instant created, List<SigningKey> keys) {}

    /** All keys of the log, the oldest first. */
    private record Generations(String origin, List<Generation> all) {

        Generation newest() {
            return all.get(all.size() - 1);
        }
    }

    private LedgerSigner(
            JdbcTemplate jdbc,
            TransactionTemplate transaction,
            KeyRing ring,
            SecureRandom random,
            Clock clock,
            Duration overlap,
            @Nullable String newOrigin) {
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.ring = ring;
        this.random = random;
        this.clock = clock;
        this.overlap = overlap;
        this.generations = Objects.requireNonNull(transaction.execute(status -> {
            jdbc.execute(ONE_LOCK);
            Integer count = jdbc.queryForObject("SELECT count(*) FROM firewarden.ledger_signing_key", Integer.class);
            if (count != null && count == 0) {
                insert(newOrigin == null ? randomOrigin(random) : newOrigin, 1, newKeys());
            }
            return read();
        }));
    }

    /**
     * Opens the keys, or makes them.
     *
     * @param transaction begins transactions of its own
     * @param overlap how long keys sign on after new ones were made
     * @param origin the name that a new log gets, or null for one with a random ending
     */
    public static LedgerSigner open(
            JdbcTemplate jdbc,
            TransactionTemplate transaction,
            KeyRing ring,
            SecureRandom random,
            Clock clock,
            Duration overlap,
            @Nullable String origin) {
        return new LedgerSigner(jdbc, transaction, ring, random, clock, overlap, origin);
    }

    /** The log's name. */
    public String origin() {
        return generations.origin();
    }

    /** The public halves of all keys that ever signed. */
    public LogKeys keys() {
        Generations now = generations;
        try {
            return LogKeys.of(now.all().stream()
                    .flatMap(generation -> generation.keys().stream())
                    .map(key -> new NoteKey(now.origin(), key.verifyingKey()))
                    .toList());
        } catch (MalformedNoteException e) {
            throw new IllegalStateException("the ledger's signing keys are not complete", e);
        }
    }

    /** Learns of keys that another node has made. */
    void refresh() {
        Integer newest =
                jdbc.queryForObject("SELECT max(generation) FROM firewarden.ledger_signing_key", Integer.class);
        if (newest != null && newest != generations.newest().number()) {
            generations = read();
        }
    }

    /**
     * Makes new keys if the newest are older than this.
     *
     * @param announced takes the new public keys and the ones before, and must make them known before the new ones sign
     * @return whether there are new keys
     */
    boolean rotate(Duration lifetime, Consumer<Rotation> announced) {
        refresh();
        if (!isDue(generations.newest(), lifetime)) {
            return false;
        }
        return Boolean.TRUE.equals(transaction.execute(status -> {
            jdbc.execute(ONE_LOCK);
            Generations stored = read();
            generations = stored;
            if (!isDue(stored.newest(), lifetime)) {
                // Another node was faster.
                return false;
            }
            List<SigningKey> keys = newKeys();
            announced.accept(
                    new Rotation(named(stored.origin(), stored.newest().keys()), named(stored.origin(), keys)));
            insert(stored.origin(), stored.newest().number() + 1, keys);
            generations = read();
            return true;
        }));
    }

    /**
     * Keys that take over.
     *
     * @param before the public keys that signed so far
     * @param after those that sign from now on
     */
    record Rotation(List<NoteKey> before, List<NoteKey> after) {}

    /** Signs a checkpoint. */
    public SignedNote sign(Checkpoint checkpoint) {
        return sign(checkpoint.text());
    }

    /** Signs a certificate of disposal as a checkpoint is signed; the two cannot be taken for each other. */
    public SignedNote sign(DisposalCertificate certificate) {
        return sign(certificate.text());
    }

    private SignedNote sign(String text) {
        Generations now = generations;
        List<SigningKey> keys = new ArrayList<>(now.newest().keys());
        boolean isOverlap = now.all().size() > 1
                && clock.instant().isBefore(now.newest().created().plus(overlap));
        if (isOverlap) {
            keys.addAll(now.all().get(now.all().size() - 2).keys());
        }
        return SignedNote.sign(text, now.origin(), keys);
    }

    private boolean isDue(Generation newest, Duration lifetime) {
        return !newest.created().plus(lifetime).isAfter(clock.instant());
    }

    private static List<NoteKey> named(String origin, List<SigningKey> keys) {
        return keys.stream().map(key -> new NoteKey(origin, key.verifyingKey())).toList();
    }

    private List<SigningKey> newKeys() {
        List<SigningKey> keys = new ArrayList<>();
        for (SignatureAlgorithm algorithm : SignatureAlgorithm.values()) {
            keys.add(SigningKey.generate(algorithm, random));
        }
        return keys;
    }

    private void insert(String origin, int generation, List<SigningKey> keys) {
        for (SigningKey key : keys) {
            SignatureAlgorithm algorithm = key.verifyingKey().algorithm();
            jdbc.update(
                    "INSERT INTO firewarden.ledger_signing_key (algorithm, origin, public_key, sealed, created, generation)"
                            + " VALUES (?, ?, ?, ?, ?, ?)",
                    algorithm.jcaName(),
                    origin,
                    key.verifyingKey().encoded(),
                    key.sealedBy(ring, KeyPurpose.LEDGER_SIGNING, subject(origin, algorithm)),
                    Timestamp.from(clock.instant()),
                    generation);
        }
    }

    private Generations read() {
        List<String> origins = new ArrayList<>();
        Map<Integer, Generation> byNumber = new TreeMap<>();
        for (SignatureAlgorithm algorithm : SignatureAlgorithm.values()) {
            jdbc.query(
                    "SELECT origin, public_key, sealed, created, generation FROM firewarden.ledger_signing_key"
                            + " WHERE algorithm = ? ORDER BY generation",
                    row -> {
                        String origin = row.getString("origin");
                        VerifyingKey verifying = VerifyingKey.of(algorithm, row.getBytes("public_key"));
                        Instant created = row.getTimestamp("created").toInstant();
                        origins.add(origin);
                        byNumber.computeIfAbsent(
                                        row.getInt("generation"),
                                        number -> new Generation(number, created, new ArrayList<>()))
                                .keys()
                                .add(SigningKey.open(
                                        ring,
                                        KeyPurpose.LEDGER_SIGNING,
                                        subject(origin, algorithm),
                                        verifying,
                                        row.getBytes("sealed")));
                    },
                    algorithm.jcaName());
        }
        return new Generations(origins.get(0), List.copyOf(byNumber.values()));
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
