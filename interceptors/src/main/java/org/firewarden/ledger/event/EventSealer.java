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
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.firewarden.audit.AuditContext;
import org.firewarden.audit.AuditEntry;
import org.firewarden.crypto.ContentKey;
import org.firewarden.ledger.event.ContentKeys.OwnedKey;
import org.firewarden.ledger.event.ContentKeys.Owner;
import org.jspecify.annotations.Nullable;

/**
 * Turns audit entries into events of the ledger. What is about one patient is sealed under that patient's key; what cannot be
 * told apart (the resources concerned, the deciding Consent) under the keys of all patients of the event together, so that the
 * destruction of any of them destroys it; without a patient, under the key of the month. What was asked is sealed once for a
 * request, under the keys of all its patients. Safe for many threads.
 */
public final class EventSealer {

    /** The version of the format that is written. */
    static final int VERSION = 2;

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

    /** Seals an entry that is the only one of its request. */
    public SealedEvent seal(AuditEntry entry) {
        return sealAll(List.of(entry)).get(0);
    }

    /** Seals the entries of one request. They are to be appended together and in this order. */
    public List<SealedEvent> sealAll(List<AuditEntry> entries) {
        SortedSet<String> patients = new TreeSet<>();
        entries.forEach(entry -> patients.addAll(patientsOf(entry)));
        Set<Owner> owners = new LinkedHashSet<>();
        patients.forEach(patient -> owners.add(Owner.patient(patient)));
        entries.stream().filter(entry -> needsMonth(entry, patients)).forEach(entry -> owners.add(month(entry)));
        Map<Owner, OwnedKey> known = keys.keysOf(owners);
        List<SealedEvent> events = new ArrayList<>(entries.size());
        for (AuditEntry entry : entries) {
            events.add(new Sealing(entry, known, patients).sealed());
        }
        return events;
    }

    private static boolean needsMonth(AuditEntry entry, Set<String> patientsOfRequest) {
        boolean hasOwn = !entry.entities().isEmpty() || entry.decidedBy() != null;
        return (hasOwn && patientsOf(entry).isEmpty()) || (isAsked(entry.context()) && patientsOfRequest.isEmpty());
    }

    private static boolean isAsked(AuditContext context) {
        return context.part() == 1
                && (context.query() != null || !context.sealedDetails().isEmpty());
    }

    private static SortedSet<String> patientsOf(AuditEntry entry) {
        SortedSet<String> patients = new TreeSet<>(entry.patientIds());
        patients.addAll(entry.withheldPatientIds());
        String user = patientOf(entry.fhirUser());
        if (user != null) {
            patients.add(user);
        }
        return patients;
    }

    private static Owner month(AuditEntry entry) {
        return Owner.month(MONTH.format(entry.recorded()));
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

    /** One entry while it is sealed. */
    private final class Sealing {

        private final AuditEntry entry;
        private final Map<Owner, OwnedKey> known;
        private final SortedSet<String> patientsOfRequest;
        private final UUID id;
        private final @Nullable String user;
        private final Map<String, Object> event = new TreeMap<>();

        Sealing(AuditEntry entry, Map<Owner, OwnedKey> known, SortedSet<String> patientsOfRequest) {
            this.entry = entry;
            this.known = known;
            this.patientsOfRequest = patientsOfRequest;
            this.id = timeOrderedId(entry.recorded());
            this.user = patientOf(entry.fhirUser());
        }

        SealedEvent sealed() {
            Instant recorded = entry.recorded().truncatedTo(ChronoUnit.MICROS);
            put(event, "action", entry.action().code());
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
                put(event, "address", entry.networkAddress());
                put(event, "subject", entry.subject());
                put(event, "user", entry.fhirUser());
            }
            if (!entry.details().isEmpty()) {
                Map<String, Object> details = new TreeMap<>();
                entry.details().forEach((name, value) -> details.put(Unicode.whole(name), Unicode.whole(value)));
                event.put("details", details);
            }
            addContext(entry.context());
            addParts();
            return new SealedEvent(
                    id,
                    recorded,
                    entry.outcome().code(),
                    CanonicalJson.write(event),
                    index.of(entry),
                    EventFacets.of(entry));
        }

        private void addContext(AuditContext context) {
            put(event, "asked", context.cleanedQuery());
            put(event, "token", context.tokenId());
            if (!context.roles().isEmpty()) {
                event.put("roles", context.roles().stream().sorted().toList());
            }
            if (context.parts() > 1) {
                event.put("part", context.part());
                event.put("parts", context.parts());
            }
            if (!isAsked(context)) {
                return;
            }
            Map<String, Object> sealed = new TreeMap<>();
            if (context.query() != null) {
                put(sealed, "query", context.query().reveal());
            }
            if (!context.sealedDetails().isEmpty()) {
                Map<String, Object> details = new TreeMap<>();
                context.sealedDetails()
                        .forEach((name, value) -> details.put(Unicode.whole(name), Unicode.whole(value.reveal())));
                sealed.put("details", details);
            }
            List<OwnedKey> owned = patientsOfRequest.isEmpty()
                    ? List.of(key(month(entry)))
                    : patientsOfRequest.stream()
                            .map(patient -> key(Owner.patient(patient)))
                            .toList();
            ContentKey key = ContentKey.ofAll(owned.stream().map(OwnedKey::key).toList());
            event.put(
                    "sealed",
                    Map.of(
                            "keys",
                            owned.stream().map(OwnedKey::id).toList(),
                            "text",
                            seal(key, SealedPart.subject(id, SealedPart.ASKED), sealed)));
        }

        private void addParts() {
            List<ContentKey> all = new ArrayList<>();
            List<Object> parts = new ArrayList<>();
            for (String patient : patientsOf(entry)) {
                OwnedKey key = key(Owner.patient(patient));
                all.add(key.key());
                parts.add(part(key, ofPatient(patient)));
            }
            if (!parts.isEmpty()) {
                event.put("patients", parts);
            }
            Map<String, Object> shared = new TreeMap<>();
            if (!entry.entities().isEmpty()) {
                shared.put(
                        "entities",
                        entry.entities().stream().map(Unicode::whole).toList());
            }
            put(shared, "decidedBy", entry.decidedBy());
            if (!shared.isEmpty() && all.isEmpty()) {
                event.put("month", part(key(month(entry)), shared));
            } else if (!shared.isEmpty()) {
                event.put("shared", seal(ContentKey.ofAll(all), SealedPart.subject(id, SealedPart.SHARED), shared));
            }
        }

        private Map<String, Object> ofPatient(String patient) {
            Map<String, Object> part = new TreeMap<>();
            put(part, "patient", patient);
            if (entry.patientIds().contains(patient)) {
                part.put("shown", true);
            }
            if (entry.withheldPatientIds().contains(patient)) {
                part.put("withheld", true);
            }
            if (patient.equals(user)) {
                put(part, "address", entry.networkAddress());
                put(part, "subject", entry.subject());
                put(part, "user", entry.fhirUser());
            }
            return part;
        }

        private OwnedKey key(Owner owner) {
            OwnedKey key = known.get(owner);
            if (key == null) {
                throw new IllegalStateException("no key for an event's content");
            }
            return key;
        }

        private Map<String, Object> part(OwnedKey key, Map<String, Object> content) {
            return Map.of("key", key.id(), "text", seal(key.key(), SealedPart.subject(id, key.id()), content));
        }

        private String seal(ContentKey key, String subject, Map<String, Object> content) {
            byte[] text = CanonicalJson.write(content).getBytes(StandardCharsets.UTF_8);
            return Base64.getEncoder().encodeToString(key.seal(random, subject, text));
        }
    }
}
