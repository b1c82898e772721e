package org.firewarden.ledger.siem;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.firewarden.audit.AuditDetail;
import org.firewarden.audit.AuditDraft;
import org.firewarden.ledger.event.CanonicalJson;
import org.firewarden.ledger.follow.LedgerLeaf;
import org.jspecify.annotations.Nullable;

/**
 * What a SIEM is told of an event: one line of ASCII JSON. Members and details are an allow-list, and only printable ASCII comes
 * through, so that no value can break a line, colour a terminal or turn the direction of a text. Of patients it holds their number.
 *
 * @param seq the place of the event in the ledger
 * @param id the logical id of the AuditEvent
 * @param recorded when it was recorded
 * @param interaction what was done
 * @param severity how urgent it is
 * @param json the line, without its end
 */
record SiemEvent(long seq, String id, Instant recorded, String interaction, SiemSeverity severity, String json) {

    private static final int LONGEST = 256;
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Members that are codes, or ids of accounts, clients and machines. */
    private static final List<String> TEXTS =
            List.of("action", "address", "asked", "client", "interaction", "outcome", "purpose", "reason", "recorded");

    /** Who did it. An account's name may be a patient's own; only that of a known person who is none is told. */
    private static final List<String> WHO = List.of("subject", "user");

    private static final Set<String> STAFF = Set.of("Practitioner/", "PractitionerRole/", "Organization/", "Device/");

    private static final Set<String> DETAILS = Set.of(
            AuditDetail.ACR,
            AuditDetail.CHANGE,
            AuditDetail.DECISION,
            AuditDetail.DEIDENTIFICATION_POLICY,
            AuditDetail.GRANT_TYPE,
            AuditDetail.KEY,
            AuditDetail.KEY_BEFORE,
            AuditDetail.KEY_PURPOSE,
            AuditDetail.MODEL,
            AuditDetail.MODEL_SHA256,
            AuditDetail.MODEL_VERSION,
            AuditDetail.SHOWN,
            AuditDetail.ALERT,
            AuditDetail.ALERT_COUNT,
            AuditDetail.ALERT_THRESHOLD,
            AuditDetail.ALERT_WINDOW,
            AuditDraft.BREAK_GLASS,
            "file",
            "from",
            "method",
            "patients",
            "policy-hash",
            "policy-hash-before",
            "policy-sha256",
            "protocol",
            "stage",
            "stage-before",
            "to");

    /** Ours, or a client's that cannot say anything. */
    private static final Pattern UUID_TEXT =
            Pattern.compile("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");

    static SiemEvent of(LedgerLeaf leaf) {
        JsonNode event;
        try {
            event = JSON.readTree(leaf.content()).path("event");
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the ledger holds an event that it did not write", e);
        }
        Map<String, Object> line = new TreeMap<>();
        TEXTS.forEach(name -> put(line, name, event));
        put(line, "id", event);
        if (isOfStaff(event)) {
            WHO.forEach(name -> put(line, name, event));
        }
        String correlation = event.path("correlation").asText();
        if (UUID_TEXT.matcher(correlation).matches()) {
            line.put("correlation", correlation);
        }
        Set<String> roles = new TreeSet<>();
        event.path("roles").forEach(role -> roles.add(plain(role.asText())));
        if (!roles.isEmpty()) {
            line.put("roles", List.copyOf(roles));
        }
        Map<String, Object> details = new TreeMap<>();
        DETAILS.forEach(name -> put(details, name, event.path("details")));
        if (!details.isEmpty()) {
            line.put("details", details);
        }
        line.put("patients", event.path("patients").size());
        line.put("seq", leaf.seq());
        line.put("status", event.path("status").asInt());
        String interaction = plain(event.path("interaction").asText());
        SiemSeverity severity = SiemSeverity.of(
                interaction,
                event.path("outcome").asText(),
                event.path("details").has(AuditDraft.BREAK_GLASS));
        line.put("severity", severity.code());
        return new SiemEvent(
                leaf.seq(),
                plain(event.path("id").asText()),
                leaf.recorded(),
                interaction,
                severity,
                CanonicalJson.write(line));
    }

    private static boolean isOfStaff(JsonNode event) {
        String user = event.path("user").asText();
        return STAFF.stream().anyMatch(user::startsWith);
    }

    private static void put(Map<String, Object> line, String name, JsonNode from) {
        text(from.path(name)).ifPresent(value -> line.put(name, plain(value)));
    }

    private static Optional<String> text(@Nullable JsonNode value) {
        return value != null && value.isTextual() ? Optional.of(value.textValue()) : Optional.empty();
    }

    /** Printable ASCII, and not long. */
    private static String plain(String text) {
        StringBuilder plain = new StringBuilder(Math.min(text.length(), LONGEST));
        text.codePoints().limit(LONGEST).forEach(c -> plain.append(c >= ' ' && c < 0x7f ? (char) c : '?'));
        return plain.toString();
    }
}
