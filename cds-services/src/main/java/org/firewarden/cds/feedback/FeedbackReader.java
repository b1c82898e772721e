package org.firewarden.cds.feedback;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.firewarden.cds.exchange.Checked;
import org.firewarden.cds.exchange.Refusal;
import org.firewarden.phi.Phi;
import org.firewarden.problem.Problem;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code {"feedback": [...]}} and finds all its problems at once (CDS Hooks 2.0.1, Feedback). An accepted card need
 * not name suggestions, since a card may have none. No problem repeats what was sent.
 */
final class FeedbackReader {

    private static final Pattern UUID_FORM =
            Pattern.compile("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");
    private static final int MAXIMUM_ENTRIES = 500;
    private static final int MAXIMUM_CODE_LENGTH = 255;
    private static final int MAXIMUM_COMMENT_LENGTH = 10_000;
    private static final Duration CLOCK_SKEW = Duration.ofDays(1);

    private final Instant now;
    private final List<Problem> problems = new ArrayList<>();

    private FeedbackReader(Instant now) {
        this.now = now;
    }

    /** The entries, at least one, or 400 with every problem. */
    static Checked<List<FeedbackEntry>> read(ObjectNode body, Instant now) {
        return new FeedbackReader(now).read(body.path("feedback"));
    }

    private Checked<List<FeedbackEntry>> read(JsonNode feedback) {
        List<FeedbackEntry> entries = new ArrayList<>();
        if (!feedback.isArray() || feedback.isEmpty() || feedback.size() > MAXIMUM_ENTRIES) {
            problem("feedback", "is required and is an array of 1 to " + MAXIMUM_ENTRIES + " objects");
        } else {
            for (int i = 0; i < feedback.size(); i++) {
                FeedbackEntry entry = readEntry(feedback.get(i), "feedback[" + i + "]");
                if (entry != null) {
                    entries.add(entry);
                }
            }
        }
        return problems.isEmpty() ? Checked.valid(entries) : Checked.refused(Refusal.badRequest(problems));
    }

    private @Nullable FeedbackEntry readEntry(JsonNode entry, String path) {
        String card = entry.path("card").textValue();
        if (card == null || !UUID_FORM.matcher(card).matches()) {
            problem(path + ".card", "is required and is the uuid of a card");
            card = null;
        }
        FeedbackEntry.Outcome outcome = switch (entry.path("outcome").asText("")) {
            case "accepted" -> FeedbackEntry.Outcome.ACCEPTED;
            case "overridden" -> FeedbackEntry.Outcome.OVERRIDDEN;
            default -> null;
        };
        if (outcome == null) {
            problem(path + ".outcome", "is required and is accepted or overridden");
        }
        Instant timestamp = readTimestamp(entry, path);
        List<UUID> suggestions = readSuggestions(entry.path("acceptedSuggestions"), path + ".acceptedSuggestions");
        JsonNode override = entry.path("overrideReason");
        FeedbackEntry.Reason reason = readReason(override.path("reason"), path + ".overrideReason.reason");
        String comment = text(override, "userComment", path + ".overrideReason.userComment", MAXIMUM_COMMENT_LENGTH);
        if (card == null || outcome == null || timestamp == null) {
            return null;
        }
        return new FeedbackEntry(
                UUID.fromString(card),
                outcome,
                suggestions,
                reason,
                comment == null ? null : Phi.of(comment),
                timestamp);
    }

    private @Nullable Instant readTimestamp(JsonNode entry, String path) {
        try {
            Instant timestamp = OffsetDateTime.parse(
                            entry.path("outcomeTimestamp").asText(""))
                    .toInstant()
                    // The database keeps microseconds; what is the same there is the same here.
                    .truncatedTo(ChronoUnit.MICROS);
            if (timestamp.isAfter(Instant.EPOCH) && timestamp.isBefore(now.plus(CLOCK_SKEW))) {
                return timestamp;
            }
        } catch (DateTimeParseException e) {
            // The parser's message quotes the text; the problem below says what is wanted.
        }
        problem(path + ".outcomeTimestamp", "is required and is a past date and time in ISO 8601 with offset");
        return null;
    }

    private List<UUID> readSuggestions(JsonNode suggestions, String path) {
        List<UUID> ids = new ArrayList<>();
        if (suggestions.isMissingNode() || suggestions.isNull()) {
            return ids;
        }
        if (!suggestions.isArray() || suggestions.size() > MAXIMUM_ENTRIES) {
            problem(path, "is an array of at most " + MAXIMUM_ENTRIES + " objects");
            return ids;
        }
        for (JsonNode suggestion : suggestions) {
            String id = suggestion.path("id").textValue();
            if (id == null || !UUID_FORM.matcher(id).matches()) {
                problem(path + ".id", "is required and is the uuid of a suggestion");
            } else {
                ids.add(UUID.fromString(id));
            }
        }
        return ids;
    }

    private FeedbackEntry.@Nullable Reason readReason(JsonNode reason, String path) {
        if (reason.isMissingNode() || reason.isNull()) {
            return null;
        }
        String code = text(reason, "code", path + ".code", MAXIMUM_CODE_LENGTH);
        String system = text(reason, "system", path + ".system", MAXIMUM_CODE_LENGTH);
        String display = text(reason, "display", path + ".display", MAXIMUM_CODE_LENGTH);
        if (code == null) {
            problem(path + ".code", "is required with a reason");
            return null;
        }
        return new FeedbackEntry.Reason(code, system, display == null ? null : Phi.of(display));
    }

    private @Nullable String text(JsonNode parent, String field, String path, int limit) {
        JsonNode node = parent.path(field);
        if (node.isMissingNode() || node.isNull()) {
            return null;
        }
        String text = node.textValue();
        if (text == null || text.length() > limit || !isStorable(text)) {
            problem(path, "is a text of at most " + limit + " characters");
            return null;
        }
        return text.isBlank() ? null : text;
    }

    /** PostgreSQL keeps every text but U+0000 and halves of surrogate pairs. */
    private static boolean isStorable(String text) {
        return text.indexOf('\0') < 0 && StandardCharsets.UTF_8.newEncoder().canEncode(text);
    }

    private void problem(String path, String demand) {
        problems.add(Problem.invalid("bad-field", "The field " + path + " " + demand + "."));
    }
}
