package org.firewarden.ledger.event;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.firewarden.crypto.ContentKey;

/** The keys that seal events: one for each patient, and one for each month for what belongs to no patient. */
public interface ContentKeys {

    /** The key of an owner, a new one if there is none yet. What it sealed may be stored only together with the key. */
    OwnedKey keyOf(Owner owner);

    /** The keys of several owners at once, as {@link #keyOf}. */
    default Map<Owner, OwnedKey> keysOf(Set<Owner> owners) {
        return owners.stream().collect(Collectors.toMap(Function.identity(), this::keyOf));
    }

    /** The key with this id, or empty if it was destroyed. */
    Optional<ContentKey> find(String keyId);

    /**
     * Whose key it is.
     *
     * @param kind {@code patient} or {@code month}
     * @param name the patient's logical id, or the month as {@code 2026-11}
     */
    record Owner(String kind, String name) {

        static Owner patient(String id) {
            return new Owner("patient", id);
        }

        static Owner month(String month) {
            return new Owner("month", month);
        }

        @Override
        public String toString() {
            return "Owner[" + kind + "]";
        }
    }

    /**
     * A key with its name.
     *
     * @param id random, so that it says nothing of the owner
     * @param key the key
     */
    record OwnedKey(String id, ContentKey key) {}
}
