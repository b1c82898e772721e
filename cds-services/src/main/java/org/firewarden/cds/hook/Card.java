package org.firewarden.cds.hook;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One recommendation as the clinician sees it (CDS Hooks 2.0.1, Card Attributes).
 *
 * @param uuid the name under which feedback comes back
 * @param summary plain text of fewer than 140 characters
 * @param detail GitHub-flavoured Markdown; whatever is not our own text in it is escaped
 * @param indicator how urgent
 * @param source where it comes from
 * @param suggestions what the user may have done with one click; may be empty
 * @param selectionBehavior how many suggestions may be chosen; there if and only if there are suggestions
 * @param overrideReasons what a user may answer who does not follow it
 * @param links where to read on
 * @param extension facts for programs, under names of our own; nobody needs to read it
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Card(
        UUID uuid,
        String summary,
        String detail,
        Indicator indicator,
        Source source,
        List<Suggestion> suggestions,
        @Nullable SelectionBehavior selectionBehavior,
        List<Coding> overrideReasons,
        List<Link> links,
        @Nullable ObjectNode extension) {

    private static final int SUMMARY_LIMIT = 140;

    /** Refuses what clients cut off or cannot act on, and copies the lists. */
    public Card {
        if (summary.isBlank() || summary.length() >= SUMMARY_LIMIT) {
            throw new IllegalArgumentException("a card's summary has 1 to 139 characters");
        }
        suggestions = List.copyOf(suggestions);
        overrideReasons = List.copyOf(overrideReasons);
        links = List.copyOf(links);
        if (suggestions.isEmpty() != (selectionBehavior == null)) {
            throw new IllegalArgumentException("a selection behaviour goes with suggestions");
        }
        long recommended =
                suggestions.stream().filter(Suggestion::isRecommended).count();
        if (selectionBehavior == SelectionBehavior.AT_MOST_ONE && recommended > 1) {
            throw new IllegalArgumentException("where at most one suggestion is chosen, at most one is recommended");
        }
    }

    /**
     * Where a card comes from (CDS Hooks 2.0.1, Source).
     *
     * @param label what the user reads
     * @param url where the source describes itself
     * @param topic what it is about, or null
     */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Source(String label, URI url, @Nullable Coding topic) {}

    /**
     * A link (CDS Hooks 2.0.1, Link).
     *
     * @param label what the user reads
     * @param url where it leads
     * @param type {@code absolute}, which opens in a browser, or {@code smart}, the launch URL of a SMART app
     * @param appContext what a SMART app is told when it is launched, or null
     */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Link(
            String label, URI url, String type, @Nullable String appContext) {

        /** A link of type {@code absolute}, which has no context. */
        public static Link absolute(String label, URI url) {
            return new Link(label, url, "absolute", null);
        }

        /** A link that launches a SMART app with a context. */
        public static Link smart(String label, URI url, String appContext) {
            return new Link(label, url, "smart", appContext);
        }
    }
}
