package org.firewarden.gate.label;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.jdbc.core.JdbcTemplate;

/** Carriers and members in {@code firewarden.label_carrier} and {@code label_member}: one statement for a whole transaction. */
public final class JdbcLabelCarriers implements LabelCarriers {

    private final JdbcTemplate jdbc;

    /** Uses the application's database. */
    public JdbcLabelCarriers(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public Map<String, Labels> join(Collection<Membership> memberships, Set<String> aboutToBeRaised) {
        Map<String, Labels> labels = new HashMap<>();
        jdbc.query(
                "SELECT carrier, labels FROM firewarden.join_carriers(?, ?, ?)",
                row -> {
                    labels.put(row.getString("carrier"), Labels.ofText(row.getString("labels")));
                },
                memberships.stream().map(Membership::carrier).toArray(String[]::new),
                memberships.stream().map(Membership::member).toArray(String[]::new),
                aboutToBeRaised.toArray(String[]::new));
        return labels;
    }

    @Override
    public Collection<Membership> members(Set<String> carriers) {
        List<Membership> members = new ArrayList<>();
        jdbc.query(
                "SELECT carrier, member FROM firewarden.label_member WHERE carrier = ANY (?)",
                row -> {
                    members.add(new Membership(row.getString("carrier"), row.getString("member")));
                },
                (Object) carriers.toArray(String[]::new));
        return members;
    }

    @Override
    public void put(Map<String, Labels> labels) {
        List<String> carriers = new ArrayList<>(labels.keySet());
        jdbc.update(
                "INSERT INTO firewarden.label_carrier (carrier, labels) SELECT * FROM unnest(?::text[], ?::text[])"
                        + " ON CONFLICT (carrier) DO UPDATE SET labels = excluded.labels",
                carriers.toArray(String[]::new),
                carriers.stream()
                        .map(carrier ->
                                labels.getOrDefault(carrier, Labels.NONE).toText())
                        .toArray(String[]::new));
    }
}
