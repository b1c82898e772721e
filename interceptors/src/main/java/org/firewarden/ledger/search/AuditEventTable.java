package org.firewarden.ledger.search;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.firewarden.audit.AuditContext;
import org.firewarden.ledger.event.BlindIndex;
import org.firewarden.ledger.event.EventOpener;
import org.firewarden.ledger.event.OpenedEvent;
import org.firewarden.ledger.search.SearchSql.Place;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/** Finds events of {@code firewarden.ledger_event} and opens them. Safe for many threads. */
public final class AuditEventTable {

    private static final int STEP = 500;

    private final JdbcTemplate jdbc;
    private final EventOpener opener;
    private final BlindIndex index;

    /** Uses the application's database. */
    public AuditEventTable(JdbcTemplate jdbc, EventOpener opener, BlindIndex index) {
        this.jdbc = jdbc;
        this.opener = opener;
        this.index = index;
    }

    private record Row(long seq, String content) {}

    /** The event with this id. */
    public Optional<OpenedEvent> read(UUID id) {
        List<Row> rows = jdbc.query(
                "SELECT seq, content FROM firewarden.ledger_event WHERE id = ?",
                (row, i) -> new Row(row.getLong(1), row.getString(2)),
                id);
        return opened(rows).stream().findFirst();
    }

    /** True if there is an event with this id. */
    public boolean has(UUID id) {
        return place(id).isPresent();
    }

    /**
     * A page of the events that match, newest first. Events that are added meanwhile move nothing.
     *
     * @param after the last event of the page before, or null for the first page
     */
    public List<OpenedEvent> page(AuditSearch search, @Nullable UUID after, int count) {
        Place place = after == null
                ? null
                : place(after).orElseThrow(() -> new IllegalArgumentException("there is no such event"));
        SearchSql sql = new SearchSql(search, index, place);
        List<Object> values = new ArrayList<>(sql.values());
        values.add(count);
        return opened(jdbc.query(sql.page(), (row, i) -> new Row(row.getLong(1), row.getString(2)), values.toArray()));
    }

    /** Hands over all events that match, newest first, a few at a time. */
    public void forEach(AuditSearch search, Consumer<OpenedEvent> consumer) {
        UUID after = null;
        List<OpenedEvent> step;
        do {
            step = page(search, after, STEP);
            step.forEach(consumer);
            after = step.isEmpty() ? null : step.get(step.size() - 1).id();
        } while (step.size() == STEP);
    }

    /** How many events match. */
    public long count(AuditSearch search) {
        SearchSql sql = new SearchSql(search, index, null);
        Long count = jdbc.queryForObject(sql.count(), Long.class, sql.values().toArray());
        return count == null ? 0 : count;
    }

    /** Each interaction, operation and kind that there is an event of; steps through their index. */
    public Set<String> interactions() {
        return new TreeSet<>(jdbc.queryForList(
                "WITH RECURSIVE step AS ((SELECT interaction FROM firewarden.ledger_event ORDER BY interaction LIMIT 1)"
                        + " UNION ALL SELECT (SELECT e.interaction FROM firewarden.ledger_event e"
                        + " WHERE e.interaction > step.interaction ORDER BY e.interaction LIMIT 1)"
                        + " FROM step WHERE step.interaction IS NOT NULL)"
                        + " SELECT interaction FROM step WHERE interaction IS NOT NULL",
                String.class));
    }

    private Optional<Place> place(UUID id) {
        return jdbc
                .query(
                        "SELECT seq, recorded FROM firewarden.ledger_event WHERE id = ?",
                        (row, i) ->
                                new Place(row.getLong(1), row.getTimestamp(2).toInstant()),
                        id)
                .stream()
                .findFirst();
    }

    /** What was asked stands in the first event of a request, which lies right before its others. */
    private List<OpenedEvent> opened(List<Row> rows) {
        List<OpenedEvent> events = new ArrayList<>(rows.size());
        Map<Long, OpenedEvent> bySeq = new HashMap<>();
        Set<Long> missing = new TreeSet<>();
        for (Row row : rows) {
            OpenedEvent event = opener.open(row.content());
            events.add(event);
            bySeq.put(row.seq(), event);
        }
        for (int i = 0; i < rows.size(); i++) {
            long first = first(rows.get(i), events.get(i));
            if (!bySeq.containsKey(first)) {
                missing.add(first);
            }
        }
        bySeq.putAll(firsts(missing));
        for (int i = 0; i < rows.size(); i++) {
            OpenedEvent first = bySeq.get(first(rows.get(i), events.get(i)));
            if (first != null && events.get(i).entry().context().part() > 1) {
                events.set(i, events.get(i).askedAs(first));
            }
        }
        return events;
    }

    private static long first(Row row, OpenedEvent event) {
        AuditContext context = event.entry().context();
        return row.seq() - context.part() + 1;
    }

    private Map<Long, OpenedEvent> firsts(Set<Long> places) {
        if (places.isEmpty()) {
            return Map.of();
        }
        String list = places.stream().map(String::valueOf).collect(Collectors.joining(", "));
        Map<Long, OpenedEvent> firsts = new HashMap<>();
        jdbc.query("SELECT seq, content FROM firewarden.ledger_event WHERE seq IN (" + list + ")", row -> {
            firsts.put(row.getLong(1), opener.open(row.getString(2)));
        });
        return firsts;
    }
}
