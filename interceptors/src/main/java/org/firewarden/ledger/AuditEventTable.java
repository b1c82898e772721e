package org.firewarden.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.firewarden.ledger.event.BlindIndex;
import org.firewarden.ledger.event.EventOpener;
import org.firewarden.ledger.event.OpenedEvent;
import org.springframework.jdbc.core.JdbcTemplate;

/** Finds events of {@code firewarden.ledger_event} and opens them. */
public final class AuditEventTable {

    private final JdbcTemplate jdbc;
    private final EventOpener opener;
    private final BlindIndex index;

    /** Uses the application's database. */
    public AuditEventTable(JdbcTemplate jdbc, EventOpener opener, BlindIndex index) {
        this.jdbc = jdbc;
        this.opener = opener;
        this.index = index;
    }

    Optional<OpenedEvent> read(UUID id) {
        return jdbc.queryForList("SELECT content FROM firewarden.ledger_event WHERE id = ?", String.class, id).stream()
                .findFirst()
                .map(opener::open);
    }

    /** The events that match, newest first. */
    List<OpenedEvent> search(AuditSearch search, int offset, int count) {
        List<Object> values = new ArrayList<>();
        String from = search.from(index, values);
        values.add(count);
        values.add(offset);
        return jdbc
                .queryForList(
                        "SELECT e.content" + from + " ORDER BY e.seq DESC LIMIT ? OFFSET ?",
                        String.class,
                        values.toArray())
                .stream()
                .map(opener::open)
                .toList();
    }

    /** How many events match. */
    int count(AuditSearch search) {
        List<Object> values = new ArrayList<>();
        Integer count =
                jdbc.queryForObject("SELECT count(*)" + search.from(index, values), Integer.class, values.toArray());
        return count == null ? 0 : count;
    }
}
