package org.firewarden.ledger.alert;

import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Reads what stored resources say of watched records and households, once for each set of watched labels. A run that was
 * interrupted, or done by two nodes, changes nothing twice.
 */
public final class AlertFactBackfill {

    private static final Logger LOG = LoggerFactory.getLogger(AlertFactBackfill.class);

    private final AlertFactInterceptor facts;
    private final AlertSettings settings;
    private final BiConsumer<String, Consumer<IBaseResource>> stored;
    private final JdbcTemplate jdbc;

    /**
     * Reads from there.
     *
     * @param stored shows each current resource of a type, past the gate
     */
    public AlertFactBackfill(
            AlertFactInterceptor facts,
            AlertSettings settings,
            BiConsumer<String, Consumer<IBaseResource>> stored,
            JdbcTemplate jdbc) {
        this.facts = facts;
        this.settings = settings;
        this.stored = stored;
        this.jdbc = jdbc;
    }

    /** Reads them, unless that has been done. */
    public void runOnce() {
        String labels = String.join(" ", settings.labels().stream().sorted().toList());
        boolean isDone = Boolean.TRUE.equals(jdbc.queryForObject(
                "SELECT EXISTS (SELECT FROM firewarden.alert_backfill WHERE labels = ?)", Boolean.class, labels));
        if (isDone) {
            return;
        }
        long[] count = new long[1];
        for (String type : AlertFactInterceptor.TYPES) {
            stored.accept(type, resource -> {
                facts.apply(resource);
                count[0]++;
            });
        }
        jdbc.update("DELETE FROM firewarden.alert_backfill");
        jdbc.update("INSERT INTO firewarden.alert_backfill (labels) VALUES (?)", labels);
        LOG.info("Read from {} stored resources whose records are watched and who lives together", count[0]);
    }
}
