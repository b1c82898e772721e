package org.firewarden.cds.client;

import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.firewarden.outbound.OutboundCalls;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The key set of an EHR at the address that was registered for it (CDS Hooks 2.0.1, {@code jku}). It is asked for at most once
 * a minute, whatever tokens come in, so that a stranger's tokens cannot make this server call anybody often; a set older than
 * an hour is not relied on.
 */
final class FetchedKeys implements ClientKeys {

    private static final Logger LOG = LoggerFactory.getLogger(FetchedKeys.class);
    private static final Duration FRESH = Duration.ofMinutes(10);
    private static final Duration USABLE = Duration.ofHours(1);
    private static final Duration PAUSE = Duration.ofMinutes(1);
    private static final int LARGEST = 256 * 1024;

    private final URI address;
    private final OutboundCalls calls;
    private final Clock clock;
    private @Nullable PinnedKeys keys;
    private Instant fetched = Instant.MIN;
    private Instant asked = Instant.MIN;

    FetchedKeys(URI address, OutboundCalls calls, Clock clock) {
        this.address = address;
        this.calls = calls;
        this.clock = clock;
    }

    @Override
    public synchronized Optional<JWSVerifier> verifierFor(JWSHeader header) {
        Instant now = clock.instant();
        if (isOlder(fetched, FRESH, now)) {
            refresh(now);
        }
        Optional<JWSVerifier> verifier = find(header, now);
        if (verifier.isEmpty()) {
            // A key that is not known may be new: EHRs change keys without telling.
            refresh(now);
            verifier = find(header, now);
        }
        return verifier;
    }

    private Optional<JWSVerifier> find(JWSHeader header, Instant now) {
        PinnedKeys known = keys;
        return known == null || isOlder(fetched, USABLE, now) ? Optional.empty() : known.verifierFor(header);
    }

    private void refresh(Instant now) {
        if (!isOlder(asked, PAUSE, now)) {
            return;
        }
        asked = now;
        try {
            keys = PinnedKeys.parse(calls.get(address, LARGEST).body());
            fetched = now;
        } catch (IOException | IllegalArgumentException e) {
            // The set that is known stays in use while it is young enough; then tokens are refused.
            LOG.warn(
                    "The key set of a CDS client cannot be fetched: {}",
                    e.getClass().getSimpleName());
        }
    }

    private static boolean isOlder(Instant time, Duration age, Instant now) {
        return time.equals(Instant.MIN) || !now.isBefore(time.plus(age));
    }
}
