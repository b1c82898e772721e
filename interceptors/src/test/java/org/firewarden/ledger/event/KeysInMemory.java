package org.firewarden.ledger.event;

import java.security.SecureRandom;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.firewarden.crypto.ContentKey;

/** Content keys without a database. */
public final class KeysInMemory implements ContentKeys {

    private final SecureRandom random = new SecureRandom();
    private final Map<Owner, OwnedKey> keys = new HashMap<>();

    @Override
    public synchronized OwnedKey keyOf(Owner owner) {
        return keys.computeIfAbsent(owner, o -> new OwnedKey("key-" + keys.size(), ContentKey.generate(random)));
    }

    @Override
    public synchronized Optional<ContentKey> find(String keyId) {
        return keys.values().stream()
                .filter(key -> key.id().equals(keyId))
                .map(OwnedKey::key)
                .findFirst();
    }

    /** Destroys the key of a patient. */
    public synchronized void destroy(String patientId) {
        keys.remove(Owner.patient(patientId));
    }
}
