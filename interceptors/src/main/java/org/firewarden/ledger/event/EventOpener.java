package org.firewarden.ledger.event;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.firewarden.audit.AuditAction;
import org.firewarden.audit.AuditContext;
import org.firewarden.audit.AuditEntry;
import org.firewarden.audit.AuditOutcome;
import org.firewarden.crypto.ContentKey;
import org.firewarden.phi.Phi;
import org.jspecify.annotations.Nullable;

/** Reads what {@link EventSealer} wrote. Parts whose key was destroyed stay closed and are counted. Safe for many threads. */
public final class EventOpener {

    private final ContentKeys keys;
    private final ObjectMapper json = new ObjectMapper();

    /** Takes its keys from here. */
    public EventOpener(ContentKeys keys) {
        this.keys = keys;
    }

    /**
     * Opens the event in the content of a leaf.
     *
     * @throws org.firewarden.crypto.KeyRingException if a sealed part was altered
     */
    public OpenedEvent open(String leafContent) {
        JsonNode event = tree(LeafContent.event(leafContent));
        UUID id = UUID.fromString(event.path("id").asText());
        Opening opening = new Opening(id);
        event.path("patients").forEach(opening::patient);
        if (event.has("shared")) {
            opening.shared(event.path("shared").asText());
        }
        if (event.has("month")) {
            opening.month(event.path("month"));
        }
        if (event.has("sealed")) {
            opening.asked(event.path("sealed"));
        }
        return new OpenedEvent(id, opening.entry(event), opening.erased);
    }

    private JsonNode tree(String text) {
        try {
            return json.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the ledger holds an event that it did not write", e);
        }
    }

    private static @Nullable String text(JsonNode object, String name) {
        return object.path(name).isTextual() ? object.path(name).textValue() : null;
    }

    private static String required(JsonNode object, String name) {
        return Optional.ofNullable(text(object, name))
                .orElseThrow(() -> new IllegalStateException("the ledger holds an event without its " + name));
    }

    /** One event while its parts are opened. */
    private final class Opening {

        private final UUID id;
        private final Set<String> shown = new HashSet<>();
        private final Set<String> withheld = new HashSet<>();
        private final List<String> entities = new ArrayList<>();
        private final List<Optional<ContentKey>> all = new ArrayList<>();
        private @Nullable String decidedBy;
        private @Nullable String subject;
        private @Nullable String user;
        private @Nullable String address;
        private @Nullable Phi<String> query;
        private final Map<String, Phi<String>> sealedDetails = new HashMap<>();
        private int erased;

        Opening(UUID id) {
            this.id = id;
        }

        void patient(JsonNode part) {
            Optional<ContentKey> key = keys.find(required(part, "key"));
            all.add(key);
            if (key.isEmpty()) {
                erased++;
                return;
            }
            JsonNode content = content(part, key.get());
            String patient = required(content, "patient");
            if (content.path("shown").asBoolean()) {
                shown.add(patient);
            }
            if (content.path("withheld").asBoolean()) {
                withheld.add(patient);
            }
            if (content.has("user")) {
                subject = text(content, "subject");
                user = text(content, "user");
                address = text(content, "address");
            }
        }

        void month(JsonNode part) {
            keys.find(required(part, "key")).ifPresentOrElse(key -> concerned(content(part, key)), () -> erased++);
        }

        void shared(String sealed) {
            if (all.stream().allMatch(Optional::isPresent)) {
                ContentKey key =
                        ContentKey.ofAll(all.stream().flatMap(Optional::stream).toList());
                concerned(content(sealed, key, SealedPart.SHARED));
            } else {
                erased++;
            }
        }

        void asked(JsonNode part) {
            List<ContentKey> open = new ArrayList<>();
            for (JsonNode keyId : part.path("keys")) {
                keys.find(keyId.asText()).ifPresent(open::add);
            }
            if (open.size() < part.path("keys").size()) {
                erased++;
                return;
            }
            JsonNode content = content(required(part, "text"), ContentKey.ofAll(open), SealedPart.ASKED);
            query = content.has("query") ? Phi.of(required(content, "query")) : null;
            content.path("details")
                    .properties()
                    .forEach(e ->
                            sealedDetails.put(e.getKey(), Phi.of(e.getValue().asText())));
        }

        private AuditContext context(JsonNode event) {
            Set<String> roles = new HashSet<>();
            event.path("roles").forEach(role -> roles.add(role.asText()));
            return new AuditContext(
                    query,
                    text(event, "asked"),
                    text(event, "token"),
                    roles,
                    sealedDetails,
                    event.path("part").asInt(1),
                    event.path("parts").asInt(1));
        }

        AuditEntry entry(JsonNode event) {
            Map<String, String> details = new HashMap<>();
            event.path("details")
                    .properties()
                    .forEach(e -> details.put(e.getKey(), e.getValue().asText()));
            return new AuditEntry(
                    required(event, "correlation"),
                    Instant.parse(required(event, "recorded")),
                    action(required(event, "action")),
                    required(event, "interaction"),
                    outcome(required(event, "outcome")),
                    event.path("status").asInt(),
                    subject == null ? text(event, "subject") : subject,
                    text(event, "client"),
                    user == null ? text(event, "user") : user,
                    text(event, "purpose"),
                    // That of a patient goes with the patient's key.
                    address == null ? event.path("address").asText("") : address,
                    shown,
                    withheld,
                    entities,
                    text(event, "reason"),
                    decidedBy,
                    details,
                    context(event));
        }

        private void concerned(JsonNode content) {
            content.path("entities").forEach(entity -> entities.add(entity.asText()));
            decidedBy = text(content, "decidedBy");
        }

        private JsonNode content(JsonNode part, ContentKey key) {
            return content(required(part, "text"), key, required(part, "key"));
        }

        private JsonNode content(String sealed, ContentKey key, String keyId) {
            try {
                return json.readTree(key.open(
                        SealedPart.subject(id, keyId), Base64.getDecoder().decode(sealed)));
            } catch (IOException e) {
                throw new IllegalStateException("the ledger holds an event that it did not write", e);
            }
        }
    }

    private static AuditAction action(String code) {
        return Arrays.stream(AuditAction.values())
                .filter(action -> action.code().equals(code))
                .findFirst()
                .orElseThrow();
    }

    private static AuditOutcome outcome(String code) {
        return Arrays.stream(AuditOutcome.values())
                .filter(outcome -> outcome.code().equals(code))
                .findFirst()
                .orElseThrow();
    }
}
