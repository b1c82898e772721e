package org.firewarden.ledger.event;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.firewarden.audit.AuditEntry;
import org.firewarden.crypto.ContentKey;
import org.jspecify.annotations.Nullable;

/**
 * Turns an audit entry into an event of the ledger. What is about one patient is sealed under that patient's key; what cannot be
 * told apart (the resources concerned, the deciding Consent) under the keys of all patients together, so that the destruction of
 * any of them destroys it; without a patient, under the key of the month. Safe for many threads.
 */
public final class EventSealer {

    /** The version of the format that is written. */
    static final int VERSION = 1;

    private static final int SALT_BYTES = 16;
    private static final String PATIENT_REFERENCE = "Patient/";
    private static final DateTimeFormatter RECORDED = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter MONTH =
            DateTimeFormatter.ofPattern("uuuu-MM", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final ContentKeys keys;
    private final BlindIndex index;
    private final SecureRandom random;

    /** Takes its keys from here. */
    public EventSealer(ContentKeys keys, BlindIndex index, SecureRandom random) {
        this.keys = keys;
        this.index = index;
        this.random = random;
    }

    /** Seals an entry. */
    public SealedEvent seal(AuditEntry entry) {
        UUID id = timeOrderedId(entry.recorded());
        Instant recorded = entry.recorded().truncatedTo(ChronoUnit.MICROS);
        @Nullable String user = patientOf(entry.fhirUser());
        Map<String, Object> event = new TreeMap<>();
        put(event, "action", entry.action().code());
        put(event, "address", entry.networkAddress());
        put(event, "client", entry.clientId());
        put(event, "correlation", entry.correlationId());
        put(event, "id", id.toString());
        put(event, "interaction", entry.interaction());
        put(event, "outcome", entry.outcome().code());
        put(event, "purpose", entry.purpose());
        put(event, "reason", entry.denialReason());
        put(event, "recorded", RECORDED.format(recorded));
        put(event, "salt", salt());
        event.put("status", entry.httpStatus());
        event.put("v", VERSION);
        if (user == null) {
            put(event, "subject", entry.subject());
            put(event, "user", entry.fhirUser());
        }
        if (!entry.details().isEmpty()) {
            Map<String, Object> details = new TreeMap<>();
            entry.details().forEach((name, value) -> details.put(Unicode.whole(name), Unicode.whole(value)));
            event.put("details", details);
        }
        Set<String> keyIds = sealInto(event, id, entry, user);
        return new SealedEvent(
                id, recorded, entry.outcome().code(), CanonicalJson.write(event), indexOf(entry), keyIds);
    }

    private Set<String> sealInto(Map<String, Object> event, UUID id, AuditEntry entry, @Nullable String user) {
        Set<String> patients = new TreeSet<>(entry.patientIds());
        patients.addAll(entry.withheldPatientIds());
        if (user != null) {
            patients.add(user);
        }
        Set<String> keyIds = new LinkedHashSet<>();
        List<ContentKey> all = new ArrayList<>();
        List<Object> parts = new ArrayList<>();
        for (String patient : patients) {
            ContentKeys.OwnedKey key = keys.keyOf(ContentKeys.Owner.patient(patient));
            keyIds.add(key.id());
            all.add(key.key());
            parts.add(part(id, key, ofPatient(patient, entry, patient.equals(user))));
        }
        if (!parts.isEmpty()) {
            event.put("patients", parts);
        }
        Map<String, Object> shared = new TreeMap<>();
        if (!entry.entities().isEmpty()) {
            shared.put("entities", entry.entities().stream().map(Unicode::whole).toList());
        }
        put(shared, "decidedBy", entry.decidedBy());
        if (!shared.isEmpty() && all.isEmpty()) {
            ContentKeys.OwnedKey month = keys.keyOf(ContentKeys.Owner.month(MONTH.format(entry.recorded())));
            keyIds.add(month.id());
            event.put("month", part(id, month, shared));
        } else if (!shared.isEmpty()) {
            event.put("shared", seal(ContentKey.ofAll(all), SealedPart.subject(id, SealedPart.SHARED), shared));
        }
        return keyIds;
    }

    private static Map<String, Object> ofPatient(String patient, AuditEntry entry, boolean isUser) {
        Map<String, Object> part = new TreeMap<>();
        put(part, "patient", patient);
        if (entry.patientIds().contains(patient)) {
            part.put("shown", true);
        }
        if (entry.withheldPatientIds().contains(patient)) {
            part.put("withheld", true);
        }
        if (isUser) {
            put(part, "subject", entry.subject());
            put(part, "user", entry.fhirUser());
        }
        return part;
    }

    private Map<String, Object> part(UUID id, ContentKeys.OwnedKey key, Map<String, Object> content) {
        return Map.of("key", key.id(), "text", seal(key.key(), SealedPart.subject(id, key.id()), content));
    }

    private String seal(ContentKey key, String subject, Map<String, Object> content) {
        byte[] text = CanonicalJson.write(content).getBytes(StandardCharsets.UTF_8);
        return Base64.getEncoder().encodeToString(key.seal(random, subject, text));
    }

    private List<byte[]> indexOf(AuditEntry entry) {
        Set<String> patients = new LinkedHashSet<>(entry.patientIds());
        patients.addAll(entry.withheldPatientIds());
        List<byte[]> hashes = new ArrayList<>();
        patients.forEach(patient -> hashes.add(index.patient(patient)));
        if (entry.subject() != null) {
            hashes.add(index.agent(entry.subject()));
        }
        if (entry.fhirUser() != null && !entry.fhirUser().equals(entry.subject())) {
            hashes.add(index.agent(entry.fhirUser()));
        }
        return hashes;
    }

    /** The logical id of the patient who asks, if it is one. */
    private static @Nullable String patientOf(@Nullable String fhirUser) {
        return fhirUser != null && fhirUser.startsWith(PATIENT_REFERENCE)
                ? fhirUser.substring(PATIENT_REFERENCE.length())
                : null;
    }

    private static void put(Map<String, Object> object, String name, @Nullable String value) {
        if (value != null) {
            object.put(name, Unicode.whole(value));
        }
    }

    private String salt() {
        byte[] salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        return Base64.getEncoder().encodeToString(salt);
    }

    /** UUID version 7 (RFC 9562, section 5.7): near in time is near in the table's index. */
    private UUID timeOrderedId(Instant at) {
        long high = (at.toEpochMilli() << 16) | 0x7000 | random.nextInt(0x1000);
        long low = (random.nextLong() >>> 2) | Long.MIN_VALUE;
        return new UUID(high, low);
    }
}
