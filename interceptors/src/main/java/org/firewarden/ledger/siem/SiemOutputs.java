package org.firewarden.ledger.siem;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.firewarden.ledger.follow.FollowerStatus;
import org.firewarden.ledger.follow.FollowerTable;
import org.firewarden.ledger.follow.LedgerFollower;
import org.firewarden.outbound.OutboundTls;

/** All destinations of the settings. Each has a thread of its own, so that none waits for another. */
public final class SiemOutputs implements AutoCloseable {

    private final SiemSettings settings;
    private final List<LedgerFollower> followers;

    /**
     * Makes them; {@link #start} begins.
     *
     * @param host the name of this server in syslog messages
     */
    public SiemOutputs(SiemSettings settings, FollowerTable table, OutboundTls tls, String host, Clock clock) {
        this.settings = settings;
        Function<SiemSettings.JsonLines, LedgerFollower> files = each -> new LedgerFollower(
                each.name(),
                table,
                new JsonLinesDestination(each.directory(), each.fileBytes()),
                settings.interval(),
                settings.batch(),
                clock);
        Function<SiemSettings.Syslog, LedgerFollower> servers = each -> new LedgerFollower(
                each.name(),
                table,
                new SyslogDestination(each, tls, host),
                settings.interval(),
                settings.batch(),
                clock);
        this.followers = Stream.concat(
                        settings.directories().stream().map(files),
                        settings.servers().stream().map(servers))
                .toList();
    }

    /** Begins to hand events over. */
    public void start() {
        followers.forEach(LedgerFollower::start);
    }

    /** Hands over what waits now. */
    public void look() {
        followers.forEach(LedgerFollower::look);
    }

    /** How far each destination is, by name. */
    public Map<String, FollowerStatus> status() {
        return followers.stream().collect(Collectors.toUnmodifiableMap(LedgerFollower::name, LedgerFollower::status));
    }

    /** True if no destination fails or is further behind than the settings say. */
    public boolean isKeepingUp() {
        return status().values().stream()
                .noneMatch(status -> status.isFailing()
                        || status.waiting() > settings.backlog()
                        || status.behind().compareTo(settings.delay()) > 0);
    }

    @Override
    public void close() {
        followers.forEach(LedgerFollower::close);
    }
}
