package org.firewarden.gate.decision;

import java.util.Set;
import org.firewarden.access.CodedValue;
import org.jspecify.annotations.Nullable;

/**
 * Whom a provision is about ({@code Consent.provision.actor}): somebody by reference, everybody in a role, or somebody in a
 * role.
 *
 * @param reference a relative reference, or null for everybody in the role
 * @param roles the codings of the role; empty if it is stated in words only
 */
public record ConsentActor(@Nullable String reference, Set<CodedValue> roles) {

    /** Copies the roles; refuses an actor who is nobody. */
    public ConsentActor {
        roles = Set.copyOf(roles);
        if (reference == null && roles.isEmpty()) {
            throw new IllegalArgumentException("an actor has a reference or a role");
        }
    }

    /** Whoever is named is bound by what denies, whatever the role of the day. */
    ConsentMatch match(ConsentQuestion question) {
        if (reference == null) {
            return role(question);
        }
        if (!question.identities().contains(reference)) {
            return ConsentMatch.NO;
        }
        return roles.isEmpty() || role(question) == ConsentMatch.YES ? ConsentMatch.YES : ConsentMatch.UNCERTAIN;
    }

    private ConsentMatch role(ConsentQuestion question) {
        ConsentMatch match = ConsentMatch.NO;
        for (CodedValue role : roles) {
            match = match.or(ActorRoles.match(role, question.caller()));
        }
        return match;
    }
}
