package org.firewarden.access;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The resource scopes that a token carries: the ceiling of what its bearer may do. Scopes that are not about resources
 * ({@code openid}, {@code launch/patient} ...) are not in here.
 *
 * @param granted the scopes, without duplicates
 */
public record SmartScopes(Set<SmartScope> granted) {

    /** No scope at all: nothing is allowed. */
    public static final SmartScopes NONE = new SmartScopes(Set.of());

    /** Copies the scopes. */
    public SmartScopes {
        granted = Set.copyOf(granted);
    }

    /** Reads a space-separated {@code scope} claim and leaves out what is not a resource scope. */
    public static SmartScopes parse(String claim) {
        Set<SmartScope> scopes = new LinkedHashSet<>();
        for (String word : claim.trim().split(" +", -1)) {
            SmartScope.parse(word).ifPresent(scopes::add);
        }
        return new SmartScopes(scopes);
    }

    /** True if one of the scopes allows the interaction on the type, in whatever context. */
    public boolean allows(Interaction interaction, String resourceType) {
        return granted.stream().anyMatch(scope -> scope.allows(interaction, resourceType));
    }

    /** The scopes that allow the interaction on the type, or on some of its resources. */
    public List<SmartScope> allowing(Interaction interaction, String resourceType) {
        return granted.stream()
                .filter(scope -> scope.allows(interaction, resourceType))
                .toList();
    }

    /** True if one of the scopes allows the interaction on the type beyond the patient in context. */
    public boolean allowsBeyondPatient(Interaction interaction, String resourceType) {
        return granted.stream()
                .anyMatch(scope ->
                        scope.context() != SmartScope.Context.PATIENT && scope.allows(interaction, resourceType));
    }

    /** What both sets allow: the pairwise meet. */
    public SmartScopes meet(SmartScopes ceiling) {
        List<SmartScope> both = new ArrayList<>();
        for (SmartScope asked : granted) {
            for (SmartScope limit : ceiling.granted) {
                asked.meet(limit).ifPresent(both::add);
            }
        }
        return new SmartScopes(new LinkedHashSet<>(both));
    }

    /** The scopes as a {@code scope} claim, sorted. */
    @Override
    public String toString() {
        return granted.stream().map(SmartScope::toString).sorted().collect(Collectors.joining(" "));
    }
}
