package org.firewarden.ledger.retention;

import java.nio.charset.StandardCharsets;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.firewarden.audit.AuditDetail;
import org.firewarden.audit.AuditEntry;
import org.firewarden.audit.AuditKind;
import org.firewarden.audit.AuditTrail;
import org.firewarden.crypto.Sha256;
import org.firewarden.ledger.checkpoint.LedgerSigner;
import org.firewarden.ledger.note.DisposalCertificate;
import org.firewarden.ledger.store.LedgerContentKeys;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Destroys the content keys whose time is over and that nobody holds, and with them what they sealed; rows of the ledger stay, so
 * that it still verifies (45 CFR 164.316(b)(2)(i), 164.310(d)(2)(i); NIST SP 800-88, cryptographic erase). The event that names the
 * keys is durable before they are gone, and the certificate before anybody could ask for it. If the last step fails, the keys are
 * still there, and the next run destroys them with an event of its own.
 */
public final class LedgerDisposal {

    private static final Logger LOG = LoggerFactory.getLogger(LedgerDisposal.class);
    private static final int KEYS_OF_A_CERTIFICATE = 200;

    /** The database looks at its own clock too: neither clock alone shortens what is kept. */
    private static final String DUE =
            " FROM firewarden.ledger_content_key WHERE seals_until < ? AND seals_until + interval '6 years' <= now() AND ";

    private final JdbcTemplate jdbc;
    private final TransactionTemplate transaction;
    private final LedgerContentKeys keys;
    private final LedgerSigner signer;
    private final AuditTrail trail;
    private final RetentionSettings settings;
    private final Clock clock;
    private final HeldKeys held;

    /**
     * Disposes by these settings.
     *
     * @param transaction begins transactions of its own
     */
    public LedgerDisposal(
            JdbcTemplate jdbc,
            TransactionTemplate transaction,
            LedgerContentKeys keys,
            LedgerSigner signer,
            AuditTrail trail,
            RetentionSettings settings,
            Clock clock) {
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.keys = keys;
        this.signer = signer;
        this.trail = trail;
        this.settings = settings;
        this.clock = clock;
        this.held = new HeldKeys(jdbc);
    }

    /**
     * What a run did.
     *
     * @param destroyed how many keys it destroyed
     * @param held how many more were old enough and are on legal hold
     * @param certificates the signed certificates, one for at most 200 keys
     */
    public record Disposed(int destroyed, int held, List<String> certificates) {

        /** Copies the list. */
        public Disposed {
            certificates = List.copyOf(certificates);
        }
    }

    /** What was sealed before this instant may be disposed of now. */
    public Instant limit() {
        return settings.limit(clock);
    }

    /** Disposes of all that is due; for the job. */
    public void run() {
        Disposed disposed = dispose(limit());
        if (disposed.destroyed() > 0) {
            LOG.info(
                    "Destroyed {} content keys of the ledger; {} are kept by legal holds",
                    disposed.destroyed(),
                    disposed.held());
        }
    }

    /**
     * Disposes of the keys that sealed nothing at this instant or later.
     *
     * @throws IllegalArgumentException if that would be earlier than the policy allows
     */
    public Disposed dispose(Instant sealedBefore) {
        if (sealedBefore.isAfter(limit())) {
            throw new IllegalArgumentException("retention: events are kept for " + settings.period());
        }
        int destroyed = 0;
        List<String> certificates = new ArrayList<>();
        Part part = part(sealedBefore);
        while (part.destroyed() > 0) {
            destroyed += part.destroyed();
            certificates.add(part.certificate());
            part = part(sealedBefore);
        }
        return new Disposed(destroyed, part.held(), certificates);
    }

    private record Part(int destroyed, int held, String certificate) {}

    private Part part(Instant sealedBefore) {
        Part part = Objects.requireNonNull(transaction.execute(status -> {
            jdbc.execute(LegalHolds.LOCK);
            Timestamp before = Timestamp.from(sealedBefore);
            if (count("true", before) == 0) {
                return new Part(0, 0, "");
            }
            held.note();
            int kept = count("firewarden.is_on_hold(id, owner)", before);
            List<String> ids = jdbc.queryForList(
                    "SELECT id" + DUE + "NOT firewarden.is_on_hold(id, owner) ORDER BY seals_until, id LIMIT "
                            + KEYS_OF_A_CERTIFICATE,
                    String.class,
                    before);
            return ids.isEmpty() ? new Part(0, kept, "") : new Part(ids.size(), kept, destroy(ids, kept, sealedBefore));
        }));
        if (part.destroyed() > 0) {
            keys.forget();
        }
        return part;
    }

    private int count(String condition, Timestamp before) {
        Integer count = jdbc.queryForObject("SELECT count(*)" + DUE + condition, Integer.class, before);
        return count == null ? 0 : count;
    }

    private String destroy(List<String> ids, int kept, Instant sealedBefore) {
        Instant now = clock.instant();
        DisposalCertificate certificate = new DisposalCertificate(
                signer.origin(), UUID.randomUUID(), now, settings.period(), sealedBefore, kept, ids);
        trail.append(AuditEntry.ofServer(
                now,
                AuditKind.KEY_DESTRUCTION,
                Map.of(
                        AuditDetail.KEY_PURPOSE,
                        "ledger-content",
                        AuditDetail.KEY,
                        String.join(" ", ids),
                        "disposal",
                        certificate.id().toString(),
                        "certificate-sha256",
                        Sha256.hex(certificate.text().getBytes(StandardCharsets.UTF_8)))));
        int gone = jdbc.update(
                "DELETE FROM firewarden.ledger_content_key WHERE id = ANY (?)", (Object) ids.toArray(String[]::new));
        if (gone != ids.size()) {
            throw new IllegalStateException("a content key was gone before it was destroyed");
        }
        String note = signer.sign(certificate).toString();
        jdbc.update(
                "INSERT INTO firewarden.ledger_disposal (id, disposed, destroyed, held, certificate) VALUES (?, ?, ?, ?, ?)",
                certificate.id(),
                Timestamp.from(now),
                gone,
                kept,
                note);
        return note;
    }
}
