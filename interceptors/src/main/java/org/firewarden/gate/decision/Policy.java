package org.firewarden.gate.decision;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.firewarden.access.Caller;
import org.firewarden.access.ElementRules;
import org.firewarden.access.Interaction;
import org.jspecify.annotations.Nullable;

/**
 * What holds for everybody: the rules in force at one time. A caller whose role and purpose no rule covers sees no data of
 * patients; several rules that cover a caller add up.
 *
 * @param rules the rules
 * @param tenant the organisation that this server serves, or null if tokens need not name one
 * @param breakGlassOpensPart2 true if a break-glass grant also lifts 42 CFR Part 2 labels
 * @param hash SHA-256 of the files that the rules are from, in hex; stands in the audit trail
 */
public record Policy(List<PolicyRule> rules, @Nullable String tenant, boolean breakGlassOpensPart2, String hash) {

    /** Copies the rules. */
    public Policy {
        rules = List.copyOf(rules);
    }

    /** The same with those rules only that allow bulk export: no other opens anything to one. */
    public Policy inBulk() {
        return new Policy(
                rules.stream().filter(PolicyRule::isBulkAllowed).toList(), tenant, breakGlassOpensPart2, hash);
    }

    /** The rules that cover this caller. */
    public List<PolicyRule> covering(Caller caller) {
        return rules.stream().filter(rule -> rule.covers(caller)).toList();
    }

    /** What a caller sees of resources of a type, over all rules that open reading or searching it; null if nothing. */
    public @Nullable ElementRules elements(Caller caller, String resourceType) {
        if (!ResourceTypes.isAboutPatients(resourceType)) {
            return ElementRules.all();
        }
        ElementRules seen = null;
        for (PolicyRule rule : rules) {
            TypeRule type = rule.covers(caller) ? rule.of(resourceType) : null;
            if (type != null
                    && (type.interactions().contains(Interaction.READ)
                            || type.interactions().contains(Interaction.SEARCH))) {
                seen = seen == null ? type.elements() : seen.or(type.elements());
            }
        }
        return seen;
    }

    /** True if one of the rules that cover the caller opens the operation. */
    public boolean opens(Caller caller, String operation) {
        return rules.stream().anyMatch(rule -> rule.operations().contains(operation) && rule.covers(caller));
    }

    /** The operations that are open to anybody. */
    public Set<String> operations() {
        return rules.stream().flatMap(rule -> rule.operations().stream()).collect(Collectors.toUnmodifiableSet());
    }

    /** The greatest page that one of the rules of the caller allows; 0 if no rule covers the caller. */
    public int pageLimit(Caller caller) {
        return rules.stream()
                .filter(rule -> rule.covers(caller))
                .mapToInt(PolicyRule::pageLimit)
                .max()
                .orElse(0);
    }

    /**
     * True if a query of this caller may ask about an element: each rule that opens the type to the caller shows it. One that
     * shows it of some patients only would else answer for all of them.
     */
    public boolean mayAskAbout(Caller caller, String resourceType, String path) {
        if (!ResourceTypes.isAboutPatients(resourceType)) {
            return true;
        }
        boolean isOpen = false;
        for (PolicyRule rule : rules) {
            TypeRule type = rule.covers(caller) ? rule.of(resourceType) : null;
            if (type != null
                    && (type.interactions().contains(Interaction.READ)
                            || type.interactions().contains(Interaction.SEARCH))) {
                if (!type.elements().isReadable(path)) {
                    return false;
                }
                isOpen = true;
            }
        }
        return isOpen;
    }

    /** True if a rule lets the caller do this to each resource of the type without asking for the patients' Consents. */
    public boolean recordsFreely(Caller caller, Interaction interaction, String resourceType) {
        return interaction.isWrite()
                && rules.stream()
                        .anyMatch(rule -> rule.recordsWithoutConsent()
                                && rule.covers(caller)
                                && rule.opens(interaction, resourceType));
    }
}
