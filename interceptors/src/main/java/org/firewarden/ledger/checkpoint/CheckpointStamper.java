package org.firewarden.ledger.checkpoint;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Optional;
import org.firewarden.crypto.TimeStampAuthority;
import org.firewarden.crypto.TimeStampException;
import org.firewarden.outbound.OutboundCalls;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the newest checkpoint stamped by a time stamp authority (RFC 3161), over HTTP as its section 3.4 has it. One stamp serves for
 * all events below: that they were there before is what consistency proofs show. Without an authority, or while it is away,
 * checkpoints are signed and witnessed all the same.
 */
public final class CheckpointStamper {

    private static final int LARGEST = 64 * 1024;

    private static final Logger LOG = LoggerFactory.getLogger(CheckpointStamper.class);

    private final CheckpointTable checkpoints;
    private final StampTable stamps;
    private final URI address;
    private final TimeStampAuthority authority;
    private final OutboundCalls calls;
    private final SecureRandom random;
    private volatile boolean isStamping = true;
    private volatile long stampedSize;

    /** Asks this authority. */
    public CheckpointStamper(
            CheckpointTable checkpoints,
            StampTable stamps,
            URI address,
            TimeStampAuthority authority,
            OutboundCalls calls,
            SecureRandom random) {
        this.checkpoints = checkpoints;
        this.stamps = stamps;
        this.address = address;
        this.authority = authority;
        this.calls = calls;
        this.random = random;
    }

    /** Whether the last attempt went through, for metrics. */
    public boolean isStamping() {
        return isStamping;
    }

    /** How many events the newest stamp is over. */
    public long stampedSize() {
        return stampedSize;
    }

    /** Has the newest checkpoint stamped, unless it is. */
    public synchronized void look() {
        long stamped = stamps.latest().map(StampTable.Stamped::size).orElse(0L);
        stampedSize = stamped;
        Optional<CheckpointTable.Stored> newest =
                checkpoints.latest().filter(stored -> stored.checkpoint().size() > stamped);
        if (newest.isEmpty()) {
            return;
        }
        try {
            byte[] text = newest.get().note().text().getBytes(StandardCharsets.UTF_8);
            byte[] request = TimeStampAuthority.request(text, random);
            byte[] response = calls.post(address, "application/timestamp-query", request, LARGEST);
            TimeStampAuthority.Stamp stamp = authority.accept(request, response);
            stamps.insert(newest.get().checkpoint(), response, stamp.time());
            stampedSize = newest.get().checkpoint().size();
            isStamping = true;
        } catch (IOException | TimeStampException e) {
            // The next look tries again, with a newer checkpoint if there is one. Metrics show it meanwhile.
            if (isStamping) {
                LOG.warn("No time stamp for a checkpoint: {}", e.getClass().getName());
            }
            isStamping = false;
        }
    }
}
