package org.firewarden.ledger.alert;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.firewarden.audit.AuditDetail;
import org.firewarden.audit.AuditEntry;
import org.firewarden.audit.AuditKind;
import org.firewarden.audit.AuditOutcome;
import org.firewarden.audit.AuditTrail;
import org.firewarden.ledger.alert.AlertSettings.Threshold;
import org.firewarden.ledger.event.BlindIndex;
import org.firewarden.ledger.event.EventOpener;
import org.firewarden.ledger.follow.FollowerStatus;
import org.firewarden.ledger.follow.FollowerTable;
import org.firewarden.ledger.follow.LedgerFollower;
import org.firewarden.ledger.follow.LedgerLeaf;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Counts patterns in the events of the ledger and appends an {@link AuditKind#ALERT} when one passes its threshold. What is counted
 * is committed together with how far the ledger was read, so that each event counts once, on whatever node and after each restart;
 * an alert is durable before that, and could at worst come twice.
 */
public final class AlertWatch implements AutoCloseable {

    private static final int AT_ONCE = 1_000;

    private final AlertSettings settings;
    private final AlertCounts counts;
    private final AlertFacts facts;
    private final AlertHits hits;
    private final EventOpener opener;
    private final AuditTrail trail;
    private final TransactionTemplate transaction;
    private final Clock clock;
    private final LedgerFollower follower;
    private volatile Map<AlertPattern, AlertCounts.Total> totals = Map.of();

    /** Watches once it is started, from the events that come then. */
    public AlertWatch(
            AlertSettings settings,
            JdbcTemplate jdbc,
            TransactionTemplate transaction,
            BlindIndex index,
            EventOpener opener,
            AuditTrail trail,
            Clock clock) {
        this.settings = settings;
        this.counts = new AlertCounts(jdbc);
        this.facts = new AlertFacts(jdbc);
        this.hits = new AlertHits(settings, index, facts);
        this.opener = opener;
        this.trail = trail;
        this.transaction = transaction;
        this.clock = clock;
        this.follower =
                new LedgerFollower("alerts", new FollowerTable(jdbc), this::take, settings.interval(), AT_ONCE, clock);
    }

    /** Begins to watch. */
    public void start() {
        follower.startFromNow();
    }

    /** Looks at what has come now. */
    public void look() {
        follower.look();
    }

    /** How far it is. */
    public FollowerStatus status() {
        return follower.status();
    }

    /** How many events counted for a pattern, on all nodes and since the beginning. */
    public long hits(AlertPattern pattern) {
        return total(pattern).hits();
    }

    /** How many alerts there were. */
    public long raised(AlertPattern pattern) {
        return total(pattern).raised();
    }

    /** Reads the totals again, which another node may have changed. */
    public void refresh() {
        totals = counts.totals();
    }

    @Override
    public void close() {
        follower.close();
    }

    private AlertCounts.Total total(AlertPattern pattern) {
        return totals.getOrDefault(pattern, AlertCounts.Total.NONE);
    }

    private void take(List<LedgerLeaf> events, Runnable taken) {
        Set<Long> concerned = facts.concerned(
                events.get(0).seq(), events.get(events.size() - 1).seq() + 1);
        List<AlertHit> found = new ArrayList<>();
        for (LedgerLeaf leaf : events) {
            if (concerned.contains(leaf.seq()) || hits.isWorthOpening(leaf)) {
                found.addAll(hits.of(opener.open(leaf.content()).entry()));
            }
        }
        transaction.executeWithoutResult(status -> {
            count(found);
            taken.run();
        });
        refresh();
    }

    private void count(List<AlertHit> found) {
        Map<AlertPattern, Instant> latest = new EnumMap<>(AlertPattern.class);
        List<AuditEntry> alerts = new ArrayList<>();
        for (AlertHit hit : found) {
            Threshold threshold = settings.of(hit.pattern());
            long count = counts.add(hit, threshold);
            if (count >= threshold.count() && counts.raise(hit, threshold)) {
                alerts.add(alert(hit, count, threshold));
            }
            latest.put(hit.pattern(), hit.recorded());
        }
        latest.forEach((pattern, at) ->
                counts.forget(pattern, at.minus(settings.of(pattern).window().multipliedBy(2))));
        if (!alerts.isEmpty()) {
            trail.appendAll(alerts);
        }
    }

    /** An event of whoever did it, so that it is found by actor and sealed as all of a patient's is. */
    private AuditEntry alert(AlertHit hit, long count, Threshold threshold) {
        AuditEntry event = hit.event();
        return new AuditEntry(
                UUID.randomUUID().toString(),
                clock.instant(),
                AuditKind.ALERT.action(),
                AuditKind.ALERT.code(),
                AuditOutcome.SUCCESS,
                200,
                event.subject(),
                event.clientId(),
                event.fhirUser(),
                null,
                event.networkAddress(),
                Set.of(),
                Set.of(),
                List.of(),
                null,
                null,
                Map.of(
                        AuditDetail.ALERT,
                        hit.pattern().code(),
                        AuditDetail.ALERT_COUNT,
                        String.valueOf(count),
                        AuditDetail.ALERT_THRESHOLD,
                        String.valueOf(threshold.count()),
                        AuditDetail.ALERT_WINDOW,
                        threshold.window().toString(),
                        AuditDetail.ALERT_REQUEST,
                        event.correlationId()));
    }
}
