package org.firewarden.ledger.event;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.firewarden.crypto.KeyPurpose;
import org.firewarden.crypto.KeyRing;

/**
 * Keyed hashes under which sealed values are found again. Who has the table and not the key cannot tell whom a hash is of, nor
 * try out candidates; that two events are of the same value can be seen.
 */
public final class BlindIndex {

    private static final int LENGTH = 16;

    private final KeyRing keys;

    /** Hashes with the key ring's index key. */
    public BlindIndex(KeyRing keys) {
        this.keys = keys;
    }

    /** The hash of a patient's logical id. */
    public byte[] patient(String id) {
        return hash("patient", id);
    }

    /** The hash of a person, by the token's subject or as a relative FHIR reference. */
    public byte[] agent(String subjectOrReference) {
        return hash("agent", subjectOrReference);
    }

    /** The hash of an owner of content keys. */
    public byte[] owner(ContentKeys.Owner owner) {
        return hash("owner-" + owner.kind(), owner.name());
    }

    private byte[] hash(String kind, String value) {
        byte[] whole = keys.mac(KeyPurpose.LEDGER_INDEX, (kind + "|" + value).getBytes(StandardCharsets.UTF_8));
        return Arrays.copyOf(whole, LENGTH);
    }
}
