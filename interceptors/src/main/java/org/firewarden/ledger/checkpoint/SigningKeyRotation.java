package org.firewarden.ledger.checkpoint;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.firewarden.audit.AuditDetail;
import org.firewarden.audit.AuditEntry;
import org.firewarden.audit.AuditKind;
import org.firewarden.audit.AuditTrail;
import org.firewarden.ledger.note.NoteKey;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets new signing keys take over when the ones before have signed long enough (NIST SP 800-57, cryptoperiod). The event that
 * names the new keys is durable before they exist, and lies under checkpoints that the old keys sign too.
 */
public final class SigningKeyRotation {

    private static final Logger LOG = LoggerFactory.getLogger(SigningKeyRotation.class);

    private final LedgerSigner signer;
    private final AuditTrail trail;
    private final Duration lifetime;
    private final Clock clock;

    /** Rotates keys of this age. */
    public SigningKeyRotation(LedgerSigner signer, AuditTrail trail, Duration lifetime, Clock clock) {
        this.signer = signer;
        this.trail = trail;
        this.lifetime = lifetime;
        this.clock = clock;
    }

    /** Looks whether it is time. */
    public void look() {
        if (signer.rotate(lifetime, this::announce)) {
            LOG.info("New keys sign the checkpoints of the ledger");
        }
    }

    private void announce(LedgerSigner.Rotation rotation) {
        trail.append(AuditEntry.ofServer(
                clock.instant(),
                AuditKind.KEY_ROTATION,
                Map.of(
                        AuditDetail.KEY_PURPOSE,
                        "ledger-signing",
                        AuditDetail.KEY,
                        text(rotation.after()),
                        AuditDetail.KEY_BEFORE,
                        text(rotation.before()))));
    }

    private static String text(List<NoteKey> keys) {
        return keys.stream().map(NoteKey::toString).collect(Collectors.joining(" "));
    }
}
