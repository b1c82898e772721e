package org.firewarden.gate.breakglass;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.firewarden.access.Caller;
import org.firewarden.access.Decision;
import org.firewarden.access.DenialReason;
import org.firewarden.access.Interaction;
import org.firewarden.access.Role;
import org.firewarden.audit.AuditDraft;
import org.firewarden.crypto.KeyPurpose;
import org.firewarden.crypto.KeyRing;
import org.firewarden.phi.Phi;
import org.firewarden.problem.Problem;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Decides on emergency access and gives it: the grant and the Task for its review are stored together or not at all. That a
 * patient exists is learnt by breaking the glass, since somebody must be able to open a patient who is hidden; the attempt is
 * in the audit trail either way.
 */
public final class BreakGlassService {

    private static final Logger LOG = LoggerFactory.getLogger(BreakGlassService.class);

    private final BreakGlassGrants grants;
    private final BreakGlassRecord record;
    private final TransactionOperations transaction;
    private final KeyRing keys;
    private final List<BreakGlassAlert> alerts;
    private final BreakGlassSettings settings;
    private final Clock clock;

    /** Stores in these places, in one transaction. */
    public BreakGlassService(
            BreakGlassGrants grants,
            BreakGlassRecord record,
            TransactionOperations transaction,
            KeyRing keys,
            List<BreakGlassAlert> alerts,
            BreakGlassSettings settings,
            Clock clock) {
        this.grants = grants;
        this.record = record;
        this.transaction = transaction;
        this.keys = keys;
        this.alerts = List.copyOf(alerts);
        this.settings = settings;
        this.clock = clock;
    }

    BreakGlassResult open(BreakGlassRequest request, AuditDraft draft) {
        BreakGlassResult.Refused refused = refuse(request.caller());
        if (refused != null) {
            return refused;
        }
        List<Problem> problems = request.problems();
        if (!problems.isEmpty()) {
            return new BreakGlassResult.Invalid(problems);
        }
        if (!record.isPatient(request.patientId(), draft)) {
            return new BreakGlassResult.Absent();
        }
        BreakGlassGrant grant = grant(request, draft.correlationId());
        transaction.executeWithoutResult(status -> {
            grants.add(grant);
            record.open(ReviewTask.of(grant, settings.reviewWithin()), draft);
        });
        draft.underBreakGlass(Set.of(grant.id().toString()));
        LOG.warn("Break-glass grant {} was opened; it waits for review", grant.id());
        alerts.forEach(alert -> alert.opened(grant.reason()));
        return new BreakGlassResult.Opened(grant);
    }

    /** What a clinician wrote down when the glass was broken. */
    Phi<String> explanation(BreakGlassGrant grant) {
        byte[] sealed = Base64.getDecoder().decode(grant.explanation());
        return Phi.of(
                new String(keys.open(KeyPurpose.BREAK_GLASS, subject(grant.id()), sealed), StandardCharsets.UTF_8));
    }

    BreakGlassSettings settings() {
        return settings;
    }

    private BreakGlassResult.@Nullable Refused refuse(Caller caller) {
        if (!caller.is(Role.CLINICIAN) || !caller.purpose().isTreating()) {
            return new BreakGlassResult.Refused(
                    new Decision.Deny(DenialReason.ROLE, null), Problem.forbidden("forbidden", "This is not allowed."));
        }
        if (!caller.scopes().allows(Interaction.READ, "Patient")) {
            return new BreakGlassResult.Refused(
                    new Decision.Deny(DenialReason.MISSING_SCOPE, null),
                    Problem.forbidden("insufficient-scope", "The scopes of the access token do not allow this."));
        }
        String acr = caller.acr();
        if (acr == null || !settings.acrValues().contains(acr)) {
            return new BreakGlassResult.Refused(
                    new Decision.Deny(DenialReason.STEP_UP_REQUIRED, null),
                    Problem.forbidden(
                            "step-up-required",
                            "Breaking the glass needs a stronger sign-in; sign in again with one of the acr values that"
                                    + " the WWW-Authenticate header names."));
        }
        return null;
    }

    private BreakGlassGrant grant(BreakGlassRequest request, String correlationId) {
        UUID id = UUID.randomUUID();
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        Caller caller = request.caller();
        String text = Objects.requireNonNull(request.text()).reveal().strip();
        byte[] sealed = keys.seal(KeyPurpose.BREAK_GLASS, subject(id), text.getBytes(StandardCharsets.UTF_8));
        return new BreakGlassGrant(
                id,
                caller.subject(),
                caller.fhirUser(),
                caller.clientId(),
                request.patientId(),
                BreakGlassReason.ofCode(Objects.requireNonNull(request.reason()))
                        .orElseThrow(),
                Base64.getEncoder().encodeToString(sealed),
                now,
                now.plus(settings.duration()),
                correlationId);
    }

    private static String subject(UUID id) {
        return "break-glass/" + id;
    }
}
