package org.firewarden.cds.client;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.firewarden.cds.settings.CdsClientSettings;
import org.firewarden.cds.settings.CdsSettings;
import org.springframework.stereotype.Component;

/**
 * How often each EHR may call this node: a bucket that holds the calls of one minute and fills evenly. Only calls with a good
 * token count, so nobody uses up another's.
 */
@Component
final class ClientQuota {

    private static final double MINUTE = Duration.ofMinutes(1).toNanos();

    private final Map<String, Bucket> buckets = new ConcurrentHashMap<>();
    private final Clock clock;

    ClientQuota(CdsSettings settings, Clock clock) {
        this.clock = clock;
        for (CdsClientSettings client : settings.clients()) {
            buckets.put(client.issuer(), new Bucket(client.callsPerMinute(), clock.instant()));
        }
    }

    /** Takes one call, or answers how long to wait for the next. */
    Optional<Duration> take(String issuer) {
        Bucket bucket = buckets.get(issuer);
        return bucket == null ? Optional.of(Duration.ofMinutes(1)) : bucket.take(clock.instant());
    }

    private static final class Bucket {

        private final double capacity;
        private double left;
        private Instant filled;

        Bucket(int capacity, Instant now) {
            this.capacity = capacity;
            this.left = capacity;
            this.filled = now;
        }

        synchronized Optional<Duration> take(Instant now) {
            long elapsed = Math.max(0, Duration.between(filled, now).toNanos());
            left = Math.min(capacity, left + elapsed * capacity / MINUTE);
            filled = now;
            if (left >= 1) {
                left -= 1;
                return Optional.empty();
            }
            return Optional.of(Duration.ofNanos((long) ((1 - left) * MINUTE / capacity)));
        }
    }
}
