package org.firewarden.deid.operation.reidentify;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.firewarden.access.Caller;
import org.firewarden.access.Role;
import org.jspecify.annotations.Nullable;

/**
 * A request to learn whom tokens stand for, with what was said to it. What it comes to follows from the decisions and the time
 * alone, so that nothing has to be changed for it to end.
 *
 * @param id the request
 * @param subject who asks
 * @param clientId through which application
 * @param tenant of which organisation, or null
 * @param dataSet whose tokens these are, or null for a request of before that was asked: it is answered no more
 * @param tokens what is asked about
 * @param reason why
 * @param explanation why, in words; sealed
 * @param requestedAt when
 * @param pendingUntil until when approvers may decide
 * @param open how long it is answered once two have agreed
 * @param correlationId the request that asked
 * @param decisions what approvers said, in their order
 */
@SuppressWarnings("ArrayRecordComponent") // Sealed bytes, handed on and never compared.
record Inquiry(
        UUID id,
        String subject,
        String clientId,
        @Nullable String tenant,
        @Nullable UUID dataSet,
        List<String> tokens,
        ReidentifyReason reason,
        byte[] explanation,
        Instant requestedAt,
        Instant pendingUntil,
        Duration open,
        String correlationId,
        List<Decided> decisions) {

    /** What one approver said, and as what. */
    record Decided(String subject, Role role, boolean isApproved, Instant at) {}

    /** Where it stands. */
    enum State {
        PENDING,
        OPEN,
        REJECTED,
        EXPIRED;

        String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    Inquiry {
        tokens = List.copyOf(tokens);
        decisions = List.copyOf(decisions);
    }

    /** The same with one more decision. */
    Inquiry with(Decided decision) {
        List<Decided> more = new ArrayList<>(decisions);
        more.add(decision);
        return new Inquiry(
                id,
                subject,
                clientId,
                tenant,
                dataSet,
                tokens,
                reason,
                explanation,
                requestedAt,
                pendingUntil,
                open,
                correlationId,
                more);
    }

    State state(Instant now) {
        if (decisions.stream().anyMatch(decision -> !decision.isApproved())) {
            return State.REJECTED;
        }
        Optional<Instant> until = openUntil();
        if (until.isPresent()) {
            return now.isBefore(until.get()) ? State.OPEN : State.EXPIRED;
        }
        return now.isBefore(pendingUntil) ? State.PENDING : State.EXPIRED;
    }

    /** Until when it is answered: a privacy officer and somebody else in another role have agreed, both in time. */
    Optional<Instant> openUntil() {
        Optional<Instant> officer = approval(true);
        Optional<Instant> other = approval(false);
        return officer.isPresent() && other.isPresent()
                ? Optional.of((officer.get().isAfter(other.get()) ? officer.get() : other.get()).plus(open))
                : Optional.empty();
    }

    private Optional<Instant> approval(boolean byOfficer) {
        return decisions.stream()
                .filter(decision -> decision.isApproved()
                        && (decision.role() == Role.PRIVACY_OFFICER) == byOfficer
                        && !decision.subject().equals(subject)
                        && decision.at().isBefore(pendingUntil))
                .map(Decided::at)
                .findFirst();
    }

    boolean isOf(Caller caller) {
        return caller.subject().equals(subject)
                && caller.clientId().equals(clientId)
                && Objects.equals(caller.tenant(), tenant);
    }
}
