package org.firewarden.ledger.event;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.firewarden.audit.AuditEntry;
import org.firewarden.crypto.KeyPurpose;
import org.firewarden.crypto.KeyRing;
import org.jspecify.annotations.Nullable;

/**
 * Keyed hashes under which sealed values are found again. Who has the table and not the key cannot tell whom a hash is of, nor
 * try out candidates; that two events are of the same value can be seen. Safe for many threads.
 */
public final class BlindIndex {

    private static final int LENGTH = 16;
    private static final int REMEMBERED = 10_000;
    private static final String CONSENT = "Consent/";

    private final KeyRing keys;

    /** People, clients and addresses come again and again. */
    private final Map<String, byte[]> remembered = new LinkedHashMap<>(256, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, byte[]> eldest) {
            return size() > REMEMBERED;
        }
    };

    /** Hashes with the key ring's index key. */
    public BlindIndex(KeyRing keys) {
        this.keys = keys;
    }

    /** The hash of a patient's logical id. */
    public byte[] patient(String id) {
        return hash("patient", id);
    }

    /** The hash of somebody who acts: a token's subject, a client's id, or a person as a relative FHIR reference. */
    public byte[] agent(String subjectClientOrReference) {
        return often("agent", subjectClientOrReference);
    }

    /** The hash of a thing concerned: a resource or Consent as a relative reference, or a request by its correlation id. */
    public byte[] entity(String reference) {
        return hash("entity", reference);
    }

    /** The hash of a token's id. */
    public byte[] token(String jti) {
        return often("token", jti);
    }

    /** The hash of a network address. */
    public byte[] address(String address) {
        return often("address", address);
    }

    /** The hash of an address at which somebody lives. */
    public byte[] household(String address) {
        return hash("household", address);
    }

    /** The hash of an owner of content keys. */
    public byte[] owner(ContentKeys.Owner owner) {
        return hash("owner-" + owner.kind(), owner.name());
    }

    /** All hashes under which an event is found, each once. */
    List<byte[]> of(AuditEntry entry) {
        Set<String> patients = new LinkedHashSet<>(entry.patientIds());
        patients.addAll(entry.withheldPatientIds());
        Set<String> agents = new LinkedHashSet<>();
        add(agents, entry.subject());
        add(agents, entry.fhirUser());
        add(agents, entry.clientId());
        Set<String> entities = new LinkedHashSet<>(entry.entities());
        if (entry.decidedBy() != null && entry.decidedBy().startsWith(CONSENT)) {
            entities.add(entry.decidedBy());
        }
        entities.add(entry.correlationId());
        List<byte[]> hashes = new ArrayList<>();
        patients.forEach(patient -> hashes.add(patient(patient)));
        agents.forEach(agent -> hashes.add(agent(agent)));
        entities.forEach(entity -> hashes.add(entity(entity)));
        hashes.add(address(entry.networkAddress()));
        if (entry.context().tokenId() != null) {
            hashes.add(token(entry.context().tokenId()));
        }
        return hashes;
    }

    private static void add(Set<String> values, @Nullable String value) {
        if (value != null) {
            values.add(value);
        }
    }

    private byte[] often(String kind, String value) {
        String name = kind + "|" + value;
        synchronized (remembered) {
            byte[] known = remembered.get(name);
            if (known != null) {
                return known.clone();
            }
        }
        byte[] hash = hash(kind, value);
        synchronized (remembered) {
            remembered.put(name, hash.clone());
        }
        return hash;
    }

    private byte[] hash(String kind, String value) {
        byte[] whole = keys.mac(KeyPurpose.LEDGER_INDEX, (kind + "|" + value).getBytes(StandardCharsets.UTF_8));
        return Arrays.copyOf(whole, LENGTH);
    }
}
