package org.firewarden.server.settings;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.firewarden.audit.AuditDetail;
import org.firewarden.audit.AuditEntry;
import org.firewarden.audit.AuditKind;
import org.firewarden.audit.AuditTrail;
import org.firewarden.crypto.KeyPurpose;
import org.firewarden.crypto.KeyRing;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Which settings are others than at the last start, as events of the audit trail (45 CFR 164.312(b)). Settings change by a start
 * only. Values may be secret: what is kept of them is a keyed hash, and the event names the setting. Nodes of one database whose
 * settings differ tell of it with each start.
 */
public final class SettingsRecord {

    private static final List<String> OURS = List.of("firewarden.", "server.", "management.", "spring.", "logging.");

    private final ConfigurableEnvironment environment;
    private final JdbcTemplate jdbc;
    private final KeyRing keys;
    private final AuditTrail trail;
    private final Clock clock;

    /** Reads the settings there, and keeps what it knows of them in this database. */
    public SettingsRecord(
            ConfigurableEnvironment environment, JdbcTemplate jdbc, KeyRing keys, AuditTrail trail, Clock clock) {
        this.environment = environment;
        this.jdbc = jdbc;
        this.keys = keys;
        this.trail = trail;
        this.clock = clock;
    }

    /**
     * Compares with the last start, and appends an event for each setting that changed; at the first start one with their number.
     *
     * @throws org.firewarden.audit.AuditUnavailableException if they cannot be made durable; then the server does not start
     */
    public void note() {
        Map<String, String> before = new TreeMap<>();
        jdbc.query("SELECT name, hash FROM firewarden.setting", row -> {
            before.put(row.getString(1), row.getString(2));
        });
        Map<String, String> now = hashes();
        List<AuditEntry> events = before.isEmpty()
                ? List.of(event(Map.of(AuditDetail.CHANGE, "first-start", "settings", String.valueOf(now.size()))))
                : changes(before, now);
        if (events.isEmpty()) {
            return;
        }
        trail.appendAll(events);
        jdbc.update("DELETE FROM firewarden.setting");
        List<Object[]> rows = new ArrayList<>();
        now.forEach((name, hash) -> rows.add(new Object[] {name, hash}));
        jdbc.batchUpdate("INSERT INTO firewarden.setting (name, hash) VALUES (?, ?) ON CONFLICT DO NOTHING", rows);
    }

    private List<AuditEntry> changes(Map<String, String> before, Map<String, String> now) {
        List<AuditEntry> events = new ArrayList<>();
        Set<String> names = new TreeSet<>(before.keySet());
        names.addAll(now.keySet());
        for (String name : names) {
            String change = !before.containsKey(name) ? "added" : !now.containsKey(name) ? "removed" : "changed";
            if (!change.equals("changed") || !String.valueOf(before.get(name)).equals(now.get(name))) {
                events.add(event(Map.of(AuditDetail.CHANGE, change, "setting", name)));
            }
        }
        return events;
    }

    private AuditEntry event(Map<String, String> details) {
        return AuditEntry.ofServer(clock.instant(), AuditKind.SETTINGS_CHANGE, details);
    }

    /** The settings in force, by name in the spelling of the documentation, with the hash of their values. */
    private Map<String, String> hashes() {
        Map<String, String> hashes = new TreeMap<>();
        environment.getPropertySources().stream()
                .filter(EnumerablePropertySource.class::isInstance)
                .flatMap(source -> List.of(((EnumerablePropertySource<?>) source).getPropertyNames()).stream())
                .filter(name -> OURS.stream().anyMatch(name::startsWith))
                .filter(ConfigurationPropertyName::isValid)
                .forEach(name -> hashes.put(name, hash(name)));
        return hashes;
    }

    private String hash(String name) {
        String value = String.valueOf(environment.getProperty(name));
        return HexFormat.of()
                .formatHex(keys.mac(
                        KeyPurpose.LEDGER_INDEX, ("setting|" + name + "|" + value).getBytes(StandardCharsets.UTF_8)));
    }
}
