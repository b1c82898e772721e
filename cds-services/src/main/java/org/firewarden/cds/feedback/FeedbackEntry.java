package org.firewarden.cds.feedback;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.firewarden.phi.Phi;
import org.jspecify.annotations.Nullable;

/**
 * What a user did with one card (CDS Hooks 2.0.1, Feedback).
 *
 * @param card the card's uuid
 * @param outcome what the user did
 * @param acceptedSuggestions the uuids of the suggestions that were taken
 * @param reason why the card was overridden, as a code, or null
 * @param comment what the user wrote, or null
 * @param outcomeTimestamp when the user did it
 */
record FeedbackEntry(
        UUID card,
        Outcome outcome,
        List<UUID> acceptedSuggestions,
        @Nullable Reason reason,
        @Nullable Phi<String> comment,
        Instant outcomeTimestamp) {

    /** Copies the suggestions. */
    FeedbackEntry {
        acceptedSuggestions = List.copyOf(acceptedSuggestions);
    }

    /** What a user did with a card. */
    enum Outcome {
        ACCEPTED,
        OVERRIDDEN;

        /** The code on the wire and in the database. */
        String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * A coded reason.
     *
     * @param code the code
     * @param system its code system, or null
     * @param display what the user read, or null
     */
    record Reason(
            String code, @Nullable String system, @Nullable Phi<String> display) {}
}
