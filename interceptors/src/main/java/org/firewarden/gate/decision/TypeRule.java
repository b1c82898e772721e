package org.firewarden.gate.decision;

import java.util.Set;
import org.firewarden.access.ElementRules;
import org.firewarden.access.Interaction;

/**
 * What a policy opens of one resource type.
 *
 * @param interactions what may be done
 * @param elements what is shown
 */
public record TypeRule(Set<Interaction> interactions, ElementRules elements) {

    /** Copies the interactions. */
    public TypeRule {
        interactions = Set.copyOf(interactions);
    }
}
