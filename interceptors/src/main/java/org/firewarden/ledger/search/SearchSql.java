package org.firewarden.ledger.search;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.firewarden.ledger.event.BlindIndex;
import org.jspecify.annotations.Nullable;

/**
 * The SQL of a search, newest first. If one value identifies what is looked for, its entries in the index lead through the table
 * from the newest on, so that a page costs what it holds and not what there is; without one, a code's or the time's index does.
 */
final class SearchSql {

    private final AuditSearch search;
    private final BlindIndex index;
    private final SearchTerm.@Nullable Sealed leader;
    private final List<Object> values = new ArrayList<>();
    private final List<String> conditions = new ArrayList<>();

    /** The place after which a page begins. */
    record Place(long seq, Instant recorded) {}

    SearchSql(AuditSearch search, BlindIndex index, @Nullable Place after) {
        this.search = search;
        this.index = index;
        this.leader = leader(search);
        SearchTerm.Sealed leading = leader;
        if (leading != null) {
            conditions.add("k.key = ?");
            values.add(leading.kind().hash(index, leading.values().iterator().next()));
        }
        search.terms().stream().filter(term -> term != leading).forEach(this::add);
        if (search.from() != null) {
            conditions.add("e.recorded >= ?");
            values.add(Timestamp.from(search.from()));
        }
        if (search.before() != null) {
            conditions.add("e.recorded < ?");
            values.add(Timestamp.from(search.before()));
        }
        if (after != null && isByTime()) {
            conditions.add("(e.recorded, e.seq) < (?, ?)");
            values.add(Timestamp.from(after.recorded()));
            values.add(after.seq());
        } else if (after != null) {
            conditions.add((leader == null ? "e" : "k") + ".seq < ?");
            values.add(after.seq());
        }
    }

    /** The statement for a page; its last parameter is how many. */
    String page() {
        String order = isByTime() ? "e.recorded DESC, e.seq DESC" : (leader == null ? "e" : "k") + ".seq DESC";
        return "SELECT e.seq, e.content" + from() + " ORDER BY " + order + " LIMIT ?";
    }

    /** The statement that counts. */
    String count() {
        boolean isIndexEnough = leader != null && conditions.size() == 1;
        return "SELECT count(*)" + (isIndexEnough ? " FROM firewarden.ledger_index k WHERE k.key = ?" : from());
    }

    /** The parameters, but for that of a page's length. */
    List<Object> values() {
        return Collections.unmodifiableList(values);
    }

    private static SearchTerm.@Nullable Sealed leader(AuditSearch search) {
        Optional<SearchTerm.Sealed> best = search.terms().stream()
                .filter(SearchTerm.Sealed.class::isInstance)
                .map(SearchTerm.Sealed.class::cast)
                .filter(term -> term.values().size() == 1)
                .min(Comparator.comparing(SearchTerm.Sealed::kind));
        return best.orElse(null);
    }

    private String from() {
        String table = leader == null
                ? " FROM firewarden.ledger_event e"
                : " FROM firewarden.ledger_index k JOIN firewarden.ledger_event e ON e.seq = k.seq";
        return table + (conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions));
    }

    /** True if nothing narrows the search but time and what has no index of its own. */
    private boolean isByTime() {
        return leader == null
                && search.terms().stream()
                        .noneMatch(term -> term instanceof SearchTerm.Sealed
                                || (term instanceof SearchTerm.Coded coded
                                        && coded.column().isOrdered()));
    }

    private void add(SearchTerm term) {
        if (term instanceof SearchTerm.Sealed sealed) {
            String keys = list(sealed.values().stream()
                    .<Object>map(value -> sealed.kind().hash(index, value))
                    .toList());
            conditions.add(
                    leader == null
                            ? "e.seq IN (SELECT x.seq FROM firewarden.ledger_index x WHERE x.key IN " + keys + ")"
                            : "EXISTS (SELECT FROM firewarden.ledger_index x WHERE x.seq = k.seq AND x.key IN " + keys
                                    + ")");
        } else if (term instanceof SearchTerm.Coded coded) {
            conditions.add(coded.column().sql() + " IN " + list(coded.values()));
        } else if (term instanceof SearchTerm.Excluded excluded) {
            String column = excluded.column().sql();
            conditions.add("(" + column + " IS NULL OR " + column + " NOT IN " + list(excluded.values()) + ")");
        } else if (term instanceof SearchTerm.Marked marked) {
            conditions.add("e.marks & ? <> 0");
            values.add(marked.marks());
        }
    }

    private String list(Collection<? extends Object> listed) {
        values.addAll(listed);
        return listed.isEmpty() ? "(NULL)" : "(" + String.join(", ", Collections.nCopies(listed.size(), "?")) + ")";
    }
}
