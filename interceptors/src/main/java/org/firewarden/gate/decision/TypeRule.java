package org.firewarden.gate.decision;

import java.util.Set;
import org.firewarden.access.Access;
import org.firewarden.access.ElementRules;
import org.firewarden.access.Interaction;
import org.firewarden.access.ResourceFacts;
import org.firewarden.access.ScopeQuery;

/**
 * What a policy opens of one resource type.
 *
 * @param interactions what may be done
 * @param elements what is shown
 * @param only which resources of the type; {@link ScopeQuery#NONE} for each of them
 * @param isAboutUse true if these resources are about the use of data and not about the patient, such as a task to review a
 *     break-glass grant: no Consent hides them from those whose work they are
 */
public record TypeRule(Set<Interaction> interactions, ElementRules elements, ScopeQuery only, boolean isAboutUse) {

    /** Copies the interactions. */
    public TypeRule {
        interactions = Set.copyOf(interactions);
    }

    /** A rule for each resource of the type. */
    public TypeRule(Set<Interaction> interactions, ElementRules elements) {
        this(interactions, elements, ScopeQuery.NONE, false);
    }

    boolean opens(Access access) {
        ResourceFacts facts = access.facts();
        return interactions.contains(access.interaction()) && (facts == null || only.holds(facts.tokens()));
    }
}
