package org.firewarden.gate.decision;

import java.time.Instant;
import java.util.Set;
import org.firewarden.access.Caller;
import org.firewarden.access.PurposeOfUse;
import org.jspecify.annotations.Nullable;

/**
 * The root provision of one active FHIR Consent (R4, {@code Consent.provision}), as far as this version enforces it: its
 * type, its purposes, its actors and its period.
 *
 * @param consentId the logical id of the Consent
 * @param type what the provision does
 * @param purposes v3-ActReason codes; empty if the provision names none
 * @param actors relative references of the actors; empty if the provision names none
 * @param research true if the Consent's scope is {@code research}
 * @param start from when it holds, or null for always
 * @param end until when it holds, or null for ever
 */
public record ConsentRule(
        String consentId,
        Type type,
        Set<String> purposes,
        Set<String> actors,
        boolean research,
        @Nullable Instant start,
        @Nullable Instant end) {

    /** What a provision does. */
    public enum Type {
        PERMIT,
        DENY
    }

    /** Copies the sets. */
    public ConsentRule {
        purposes = Set.copyOf(purposes);
        actors = Set.copyOf(actors);
    }

    /**
     * True if this is a denial that binds the caller: of a named actor if actors are named, of the named purposes if purposes
     * are named, else of each purpose that is not treatment.
     */
    boolean denies(Caller caller, Instant now) {
        if (type != Type.DENY || !isInForce(now)) {
            return false;
        }
        if (!actors.isEmpty() && !isActor(caller)) {
            return false;
        }
        if (!purposes.isEmpty()) {
            return purposes.contains(caller.purpose().code());
        }
        return !actors.isEmpty() || !caller.purpose().isTreating();
    }

    /** True if this permits the purpose to the caller by name: a silent permit opens nothing that is closed by default. */
    boolean permits(Caller caller, Instant now) {
        return type == Type.PERMIT
                && isInForce(now)
                && (actors.isEmpty() || isActor(caller))
                && (purposes.contains(caller.purpose().code())
                        || (research && purposes.isEmpty() && caller.purpose() == PurposeOfUse.HRESCH));
    }

    private boolean isActor(Caller caller) {
        return caller.fhirUser() != null && actors.contains(caller.fhirUser());
    }

    private boolean isInForce(Instant now) {
        return (start == null || !now.isBefore(start)) && (end == null || now.isBefore(end));
    }
}
