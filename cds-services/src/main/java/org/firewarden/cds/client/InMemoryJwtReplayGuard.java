package org.firewarden.cds.client;

import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * Remembers used tokens in this process, up to a number for each issuer. When an issuer's room is full of tokens that have
 * not expired, further ones are {@link JwtReplayGuard.Use#UNDECIDED}: a flood by one EHR locks out that EHR, and lets no
 * replay through.
 */
@Component
final class InMemoryJwtReplayGuard implements JwtReplayGuard {

    /** Five minutes at more than 300 calls a second. */
    private static final int DEFAULT_CAPACITY = 100_000;

    private final Clock clock;
    private final int capacity;
    private final Map<String, UsedTokens> issuers = new ConcurrentHashMap<>();

    @Autowired
    InMemoryJwtReplayGuard(Clock clock) {
        this(clock, DEFAULT_CAPACITY);
    }

    InMemoryJwtReplayGuard(Clock clock, int capacity) {
        this.clock = clock;
        this.capacity = capacity;
    }

    @Override
    public Use record(String issuer, String tokenId, Instant expiry) {
        return issuers.computeIfAbsent(issuer, name -> new UsedTokens(capacity))
                .record(new UsedToken(tokenId, expiry), clock.instant());
    }

    private record UsedToken(String id, Instant expiry) {}

    private static final class UsedTokens {

        private final int capacity;
        private final Set<String> ids = new HashSet<>();
        private final PriorityQueue<UsedToken> byExpiry = new PriorityQueue<>(Comparator.comparing(UsedToken::expiry));

        UsedTokens(int capacity) {
            this.capacity = capacity;
        }

        synchronized Use record(UsedToken token, Instant now) {
            for (UsedToken oldest = byExpiry.peek(); oldest != null; oldest = byExpiry.peek()) {
                if (oldest.expiry().isAfter(now)) {
                    break;
                }
                byExpiry.remove();
                ids.remove(oldest.id());
            }
            if (ids.contains(token.id())) {
                return Use.REPLAYED;
            }
            if (ids.size() >= capacity) {
                return Use.UNDECIDED;
            }
            ids.add(token.id());
            byExpiry.add(token);
            return Use.FIRST;
        }
    }
}
