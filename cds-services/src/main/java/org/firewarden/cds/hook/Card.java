package org.firewarden.cds.hook;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.net.URI;
import java.util.List;
import java.util.UUID;

/**
 * One recommendation as the clinician sees it (CDS Hooks 2.0.1, Card Attributes).
 *
 * @param uuid the name under which feedback comes back
 * @param summary plain text of fewer than 140 characters
 * @param detail GitHub-flavoured Markdown; whatever is not our own text in it is escaped
 * @param indicator how urgent
 * @param source where it comes from
 * @param overrideReasons what a user may answer who does not follow it
 * @param links where to read on
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Card(
        UUID uuid,
        String summary,
        String detail,
        Indicator indicator,
        Source source,
        List<Coding> overrideReasons,
        List<Link> links) {

    private static final int SUMMARY_LIMIT = 140;

    /** Refuses a summary that clients cut off, and copies the lists. */
    public Card {
        if (summary.isBlank() || summary.length() >= SUMMARY_LIMIT) {
            throw new IllegalArgumentException("a card's summary has 1 to 139 characters");
        }
        overrideReasons = List.copyOf(overrideReasons);
        links = List.copyOf(links);
    }

    /**
     * Where a card comes from (CDS Hooks 2.0.1, Source).
     *
     * @param label what the user reads
     * @param url where the source describes itself
     */
    public record Source(String label, URI url) {}

    /**
     * A link that opens in a browser (CDS Hooks 2.0.1, Link, type {@code absolute}).
     *
     * @param label what the user reads
     * @param url where it leads
     * @param type always {@code absolute}
     */
    public record Link(String label, URI url, String type) {

        /** A link of type {@code absolute}. */
        public static Link absolute(String label, URI url) {
            return new Link(label, url, "absolute");
        }
    }
}
