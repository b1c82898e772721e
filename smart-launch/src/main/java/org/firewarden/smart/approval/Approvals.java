package org.firewarden.smart.approval;

import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The approvals in the database. Each step that must happen once is one statement that changes a row once, so that two nodes at
 * the same moment cannot both succeed.
 */
public final class Approvals {

    private static final Duration CODE_LIFETIME = Duration.ofMinutes(1);
    private static final Duration CODE_REMEMBERED = Duration.ofMinutes(10);

    private static final String OPEN = "a.revoked IS NULL AND a.ends > ?";

    private final JdbcTemplate jdbc;
    private final Revocations revocations;
    private final SecretValues secrets;
    private final RenewalLimits limits;
    private final Clock clock;

    /** In this database. */
    public Approvals(
            JdbcTemplate jdbc, Revocations revocations, SecretValues secrets, RenewalLimits limits, Clock clock) {
        this.jdbc = jdbc;
        this.revocations = revocations;
        this.secrets = secrets;
        this.limits = limits;
        this.clock = clock;
    }

    /**
     * Stores an approval and makes the code that the app redeems within a minute.
     *
     * @param redirectUri where the code goes
     * @param challenge of PKCE, S256
     */
    public String approve(Approval approval, String redirectUri, String challenge) {
        Instant now = clock.instant();
        Instant ends = approval.renewal() == Renewal.NONE
                ? now.plus(CODE_REMEMBERED).plus(Revocations.LONGEST_TOKEN)
                : approval.authenticated().plus(limits.longest(approval.renewal()));
        String code = secrets.next();
        jdbc.update(
                "WITH approval AS (INSERT INTO firewarden.smart_approval (id, client_id, subject, scopes, purpose,"
                        + " context, acr, authenticated, nonce, renewal, key_thumbprint, created, used, ends) VALUES (?,"
                        + " ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id) INSERT INTO firewarden.smart_code"
                        + " (digest, approval, redirect_uri, challenge, expires) SELECT ?, id, ?, ?, ? FROM approval",
                approval.id(),
                approval.clientId(),
                approval.subject(),
                ApprovalRows.scopes(approval.scopes()),
                approval.purpose().code(),
                approval.context().toJson().toString(),
                approval.acr(),
                at(approval.authenticated()),
                approval.nonce(),
                approval.renewal().code(),
                approval.keyThumbprint(),
                at(now),
                at(now),
                at(ends),
                SecretValues.digest(code),
                redirectUri,
                challenge,
                at(now.plus(CODE_LIFETIME)));
        return code;
    }

    /**
     * Uses a code for the client that presents it. A code that was used before ends its approval (RFC 6749, section 4.1.2), and a
     * foreign client's does nothing.
     */
    public Redemption redeemCode(String code, String clientId) {
        Instant now = clock.instant();
        byte[] digest = SecretValues.digest(code);
        List<Redemption> used = jdbc.query(
                "UPDATE firewarden.smart_code c SET used = ? FROM firewarden.smart_approval a WHERE c.approval = a.id"
                        + " AND c.digest = ? AND a.client_id = ? AND c.used IS NULL AND c.expires > ? AND " + OPEN
                        + " RETURNING a.*, c.redirect_uri, c.challenge",
                (row, n) -> new Redemption.Good(
                        ApprovalRows.read(row), row.getString("redirect_uri"), row.getString("challenge")),
                at(now),
                digest,
                clientId,
                at(now),
                at(now));
        return used.isEmpty() ? reuse("smart_code", digest, clientId) : used.get(0);
    }

    /** Binds all tokens of an approval to a key, once and for all (RFC 9449, section 5). */
    public Approval bind(Approval approval, String thumbprint) {
        jdbc.update(
                "UPDATE firewarden.smart_approval SET key_thumbprint = ? WHERE id = ? AND key_thumbprint IS NULL",
                thumbprint,
                approval.id());
        return approval.boundTo(thumbprint);
    }

    /** The first, or a further, refresh token of an approval that has one. */
    public Optional<String> issueRefreshToken(Approval approval) {
        if (approval.renewal() == Renewal.NONE) {
            return Optional.empty();
        }
        Instant now = clock.instant();
        String token = secrets.next();
        jdbc.update(
                "INSERT INTO firewarden.smart_refresh_token (digest, approval, expires) VALUES (?, ?, ?)",
                SecretValues.digest(token),
                approval.id(),
                at(now.plus(limits.idle(approval.renewal()))));
        jdbc.update("UPDATE firewarden.smart_approval SET used = ? WHERE id = ?", at(now), approval.id());
        return Optional.of(token);
    }

    /** Uses a refresh token; one that was used before ends its approval. */
    public Redemption redeemRefreshToken(String token, String clientId) {
        Instant now = clock.instant();
        byte[] digest = SecretValues.digest(token);
        List<Redemption> used = jdbc.query(
                "UPDATE firewarden.smart_refresh_token r SET used = ? FROM firewarden.smart_approval a WHERE"
                        + " r.approval = a.id AND r.digest = ? AND a.client_id = ? AND r.used IS NULL AND r.expires > ?"
                        + " AND "
                        + OPEN + " RETURNING a.*",
                (row, n) -> new Redemption.Good(ApprovalRows.read(row), "", ""),
                at(now),
                digest,
                clientId,
                at(now),
                at(now));
        return used.isEmpty() ? reuse("smart_refresh_token", digest, clientId) : used.get(0);
    }

    /** The approval of a refresh token, used or not, whatever its state; to end it. */
    public Optional<Approval> ofRefreshToken(String token) {
        return jdbc
                .query(
                        "SELECT a.* FROM firewarden.smart_refresh_token r JOIN firewarden.smart_approval a ON a.id ="
                                + " r.approval WHERE r.digest = ?",
                        (row, n) -> ApprovalRows.read(row),
                        SecretValues.digest(token))
                .stream()
                .findFirst();
    }

    /** One refresh token with the approval that it can still renew, without using it; for introspection. */
    public Optional<Approval> ofGoodRefreshToken(String token) {
        Instant now = clock.instant();
        return jdbc
                .query(
                        "SELECT a.* FROM firewarden.smart_refresh_token r JOIN firewarden.smart_approval a ON a.id ="
                                + " r.approval WHERE r.digest = ? AND r.used IS NULL AND r.expires > ? AND " + OPEN,
                        (row, n) -> ApprovalRows.read(row),
                        SecretValues.digest(token),
                        at(now),
                        at(now))
                .stream()
                .findFirst();
    }

    /** An approval that was not ended, for the context that its tokens came with. */
    public Optional<Approval> find(UUID id) {
        return jdbc
                .query(
                        "SELECT a.* FROM firewarden.smart_approval a WHERE a.id = ? AND " + OPEN,
                        (row, n) -> ApprovalRows.read(row),
                        id,
                        at(clock.instant()))
                .stream()
                .findFirst();
    }

    /** What this person has let in and not ended, the latest first. */
    public List<Approval> of(String subject) {
        return jdbc.query(
                "SELECT a.* FROM firewarden.smart_approval a WHERE a.subject = ? AND " + OPEN
                        + " AND (a.renewal <> 'none' OR a.used > ?) ORDER BY a.created DESC",
                (row, n) -> ApprovalRows.read(row),
                subject,
                at(clock.instant()),
                at(clock.instant().minus(Revocations.LONGEST_TOKEN)));
    }

    /**
     * Ends an approval: no refresh from now on, and no access within seconds on all nodes.
     *
     * @param because a code for the audit trail: {@code user}, {@code client}, {@code reuse}, {@code administrator}
     * @return true if it was in force
     */
    public boolean end(UUID id, String because) {
        boolean wasOpen = jdbc.update(
                        "UPDATE firewarden.smart_approval SET revoked = ?, revoked_because = ? WHERE id = ? AND"
                                + " revoked IS NULL",
                        at(clock.instant()),
                        because,
                        id)
                > 0;
        // Told again even if it was ended before: the list forgets, and a token must not outlive that.
        revocations.revoke(Revocations.ofApproval(id));
        return wasOpen;
    }

    /** Ends all approvals of a person, or all of the person's online ones, for example at sign-off. */
    public void endAllOf(String subject, boolean isOnlineOnly, String because) {
        jdbc.queryForList(
                        "SELECT id FROM firewarden.smart_approval a WHERE a.subject = ? AND a.revoked IS NULL AND"
                                + " a.ends > ? AND (? = FALSE OR a.renewal = 'online')",
                        UUID.class,
                        subject,
                        at(clock.instant()),
                        isOnlineOnly)
                .forEach(id -> end(id, because));
    }

    /** Ends all approvals that people gave to a client. */
    public void endAllOfClient(String clientId, String because) {
        jdbc.queryForList(
                        "SELECT id FROM firewarden.smart_approval a WHERE a.client_id = ? AND a.revoked IS NULL AND a.ends > ?",
                        UUID.class,
                        clientId,
                        at(clock.instant()))
                .forEach(id -> end(id, because));
    }

    /** Drops what has ended so long ago that no token of it can come again. */
    public void sweep() {
        Instant now = clock.instant();
        jdbc.update("DELETE FROM firewarden.smart_approval WHERE ends < ?", at(now.minus(Duration.ofDays(1))));
        jdbc.update("DELETE FROM firewarden.smart_code WHERE expires < ?", at(now.minus(Duration.ofDays(1))));
    }

    private Redemption reuse(String table, byte[] digest, String clientId) {
        List<Approval> reused = jdbc.query(
                "SELECT a.* FROM firewarden." + table + " t JOIN firewarden.smart_approval a ON a.id = t.approval"
                        + " WHERE t.digest = ? AND a.client_id = ? AND t.used IS NOT NULL",
                (row, n) -> ApprovalRows.read(row),
                digest,
                clientId);
        if (reused.isEmpty()) {
            return new Redemption.Unknown();
        }
        end(reused.get(0).id(), "reuse");
        return new Redemption.Reused(reused.get(0));
    }

    private static Timestamp at(Instant instant) {
        return Timestamp.from(instant);
    }
}
