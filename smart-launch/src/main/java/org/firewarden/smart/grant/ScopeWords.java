package org.firewarden.smart.grant;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.firewarden.access.SmartScope;
import org.firewarden.access.SmartScopes;

/**
 * Scopes as the words that an app wrote (SMART App Launch 2.2, Scopes for requesting FHIR resources). A word that is granted whole
 * stays as it was written, so that who asks in v1 is answered in v1; one that is granted in part becomes what is left of it, in v2.
 */
public final class ScopeWords {

    private ScopeWords() {}

    /** The words of a {@code scope} parameter, each once, in their order. */
    public static Set<String> of(String parameter) {
        Set<String> words = new LinkedHashSet<>();
        Arrays.stream(parameter.trim().split(" +", -1))
                .filter(word -> !word.isEmpty())
                .forEach(words::add);
        return words;
    }

    /** The words as one parameter, sorted. */
    public static String join(Set<String> words) {
        return String.join(" ", new TreeSet<>(words));
    }

    /** The resource scopes among the words. */
    public static SmartScopes resources(Set<String> words) {
        return SmartScopes.parse(String.join(" ", words));
    }

    /** What the ceiling leaves of the resource scopes among the words. */
    public static Set<String> within(Set<String> words, SmartScopes ceiling) {
        Set<String> kept = new TreeSet<>();
        for (String word : words) {
            Optional<SmartScope> asked = SmartScope.parse(word);
            if (asked.isPresent()) {
                SmartScopes met = new SmartScopes(Set.of(asked.get())).meet(ceiling);
                if (met.granted().contains(asked.get())) {
                    kept.add(word);
                } else {
                    met.granted().forEach(scope -> kept.add(scope.toString()));
                }
            }
        }
        return kept;
    }

    /** True if each resource scope among the words is covered by one that was granted, and each other word was granted. */
    public static boolean areWithin(Set<String> words, Set<String> granted) {
        SmartScopes ceiling = resources(granted);
        return words.stream().allMatch(word -> {
            Optional<SmartScope> asked = SmartScope.parse(word);
            return granted.contains(word)
                    || (asked.isPresent()
                            && new SmartScopes(Set.of(asked.get()))
                                    .meet(ceiling)
                                    .granted()
                                    .contains(asked.get()));
        });
    }

    /** The words without scopes of patients, for a grant that has no patient in context. */
    public static Set<String> withoutPatient(Set<String> words) {
        Set<String> kept = new TreeSet<>();
        for (String word : words) {
            Optional<SmartScope> scope = SmartScope.parse(word);
            if (scope.isEmpty() || scope.get().context() != SmartScope.Context.PATIENT) {
                kept.add(word);
            }
        }
        return kept;
    }
}
