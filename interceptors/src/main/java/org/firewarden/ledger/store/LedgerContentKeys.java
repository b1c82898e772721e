package org.firewarden.ledger.store;

import java.security.SecureRandom;
import java.sql.PreparedStatement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.firewarden.crypto.ContentKey;
import org.firewarden.crypto.KeyPurpose;
import org.firewarden.crypto.KeyRing;
import org.firewarden.ledger.event.BlindIndex;
import org.firewarden.ledger.event.ContentKeys;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Table {@code firewarden.ledger_content_key}. A new key is durable before anything is sealed with it. Two nodes may each make a
 * key for one owner; both are the owner's. A key seals for a year and then only opens, so that what is old enough can be disposed of
 * while the owner's events go on. Keys are kept in memory for five minutes at most; a key stops to seal longer than that before the
 * year is over.
 */
public final class LedgerContentKeys implements ContentKeys {

    private static final Duration KEPT = Duration.ofMinutes(5);
    private static final int KEPT_AT_MOST = 20_000;
    private static final int ID_BYTES = 16;

    private final JdbcTemplate jdbc;
    private final TransactionTemplate transaction;
    private final KeyRing ring;
    private final BlindIndex index;
    private final SecureRandom random;
    private final Clock clock;
    private final Map<String, Kept> kept = new LinkedHashMap<>(256, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Kept> eldest) {
            return size() > KEPT_AT_MOST;
        }
    };

    /**
     * Seals the keys with the key ring.
     *
     * @param transaction begins transactions of its own, whatever the caller is in
     */
    public LedgerContentKeys(
            JdbcTemplate jdbc,
            TransactionTemplate transaction,
            KeyRing ring,
            BlindIndex index,
            SecureRandom random,
            Clock clock) {
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.ring = ring;
        this.index = index;
        this.random = random;
        this.clock = clock;
    }

    @Override
    public OwnedKey keyOf(Owner owner) {
        return Objects.requireNonNull(keysOf(Set.of(owner)).get(owner));
    }

    /** With one question for those that are not in memory, and one commit for those that are new. */
    @Override
    public Map<Owner, OwnedKey> keysOf(Set<Owner> owners) {
        Map<Owner, OwnedKey> keys = new HashMap<>();
        Map<String, Owner> missing = new LinkedHashMap<>();
        Map<String, byte[]> hashes = new HashMap<>();
        for (Owner owner : owners) {
            byte[] hash = index.owner(owner);
            String place = place(hash);
            Kept found = kept(place);
            if (found == null) {
                missing.put(place, owner);
                hashes.put(place, hash);
            } else {
                keys.put(owner, found.key());
            }
        }
        if (!missing.isEmpty()) {
            Map<String, OwnedKey> stored = stored(hashes);
            Map<String, byte[]> unknown = new LinkedHashMap<>(hashes);
            unknown.keySet().removeAll(stored.keySet());
            stored.putAll(create(unknown));
            missing.forEach((place, owner) -> {
                OwnedKey key = Objects.requireNonNull(stored.get(place));
                keep(place, key);
                keys.put(owner, key);
            });
        }
        return keys;
    }

    private Map<String, OwnedKey> stored(Map<String, byte[]> hashes) {
        Map<String, OwnedKey> found = new HashMap<>();
        jdbc.query(
                connection -> {
                    PreparedStatement select =
                            connection.prepareStatement("SELECT DISTINCT ON (owner) id, owner, sealed"
                                    + " FROM firewarden.ledger_content_key WHERE owner = ANY(?)"
                                    + " AND seals_until > now() + interval '10 minutes'"
                                    + " ORDER BY owner, created DESC");
                    select.setArray(
                            1, connection.createArrayOf("bytea", hashes.values().toArray(byte[][]::new)));
                    return select;
                },
                row -> {
                    found.put(place(row.getBytes("owner")), opened(row.getString("id"), row.getBytes("sealed")));
                });
        return found;
    }

    private Map<String, OwnedKey> create(Map<String, byte[]> owners) {
        Map<String, OwnedKey> created = new LinkedHashMap<>();
        List<Object[]> rows = new ArrayList<>();
        owners.forEach((place, owner) -> {
            byte[] idBytes = new byte[ID_BYTES];
            random.nextBytes(idBytes);
            String id = Base64.getUrlEncoder().withoutPadding().encodeToString(idBytes);
            ContentKey key = ContentKey.generate(random);
            rows.add(new Object[] {id, owner, key.sealedBy(ring, KeyPurpose.LEDGER_CONTENT, subject(id))});
            created.put(place, new OwnedKey(id, key));
        });
        if (!rows.isEmpty()) {
            transaction.executeWithoutResult(status -> jdbc.batchUpdate(
                    "INSERT INTO firewarden.ledger_content_key (id, owner, sealed) VALUES (?, ?, ?)", rows));
        }
        return created;
    }

    private static String place(byte[] ownerHash) {
        return "owner " + HexFormat.of().formatHex(ownerHash);
    }

    @Override
    public Optional<ContentKey> find(String keyId) {
        String place = "id " + keyId;
        Kept found = kept(place);
        if (found != null) {
            return Optional.of(found.key().key());
        }
        Optional<OwnedKey> key = jdbc
                .query(
                        "SELECT id, sealed FROM firewarden.ledger_content_key WHERE id = ?",
                        (row, i) -> opened(row.getString("id"), row.getBytes("sealed")),
                        keyId)
                .stream()
                .findFirst();
        key.ifPresent(k -> keep(place, k));
        return key.map(OwnedKey::key);
    }

    /**
     * Lets go of the keys in memory, after some were destroyed. The database may keep the deleted rows' bytes until it vacuums, and
     * backups keep them until they expire; they open with the key ring only.
     */
    public void forget() {
        synchronized (kept) {
            kept.clear();
        }
    }

    private OwnedKey opened(String id, byte[] sealed) {
        return new OwnedKey(id, ContentKey.open(ring, KeyPurpose.LEDGER_CONTENT, subject(id), sealed));
    }

    private static String subject(String id) {
        return "ledger content key " + id;
    }

    private @Nullable Kept kept(String place) {
        synchronized (kept) {
            Kept found = kept.get(place);
            if (found != null && found.until().isBefore(clock.instant())) {
                kept.remove(place);
                return null;
            }
            return found;
        }
    }

    private void keep(String place, OwnedKey key) {
        synchronized (kept) {
            kept.put(place, new Kept(key, clock.instant().plus(KEPT)));
        }
    }

    private record Kept(OwnedKey key, Instant until) {}
}
