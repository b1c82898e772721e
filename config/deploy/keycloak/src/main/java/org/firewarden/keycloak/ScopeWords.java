package org.firewarden.keycloak;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.firewarden.access.SmartScope;
import org.firewarden.access.SmartScopes;
import org.jspecify.annotations.Nullable;

/**
 * The words of a {@code scope} parameter, in their order. Keycloak knows scopes by name only and refuses a whole request for one that it
 * does not know; SMART has any number of granular ones, and lets a server grant less than was asked (SMART App Launch 2.2, Scopes).
 *
 * @param words without duplicates
 */
record ScopeWords(Set<String> words) {

    /** Copies the words in their order. */
    ScopeWords {
        words = new LinkedHashSet<>(words);
    }

    static ScopeWords of(@Nullable String scope) {
        return new ScopeWords(Arrays.stream((scope == null ? "" : scope).split(" +", -1))
                .filter(word -> !word.isEmpty())
                .collect(Collectors.toCollection(LinkedHashSet::new)));
    }

    boolean has(String word) {
        return words.contains(word);
    }

    /** True if a resource of this context is asked for. */
    boolean isAbout(SmartScope.Context context) {
        return resources().granted().stream().anyMatch(scope -> scope.context() == context);
    }

    /** True if this is about FHIR at all. */
    boolean isSmart() {
        return !resources().granted().isEmpty() || words.stream().anyMatch(word -> word.matches("launch(/.*)?"));
    }

    /** The resource scopes. */
    SmartScopes resources() {
        return SmartScopes.parse(toString());
    }

    /**
     * The same request in words that the realm knows: a resource scope of another form is asked as each known one that overlaps with it,
     * and what nothing known overlaps with is left out. {@link #narrowedTo} takes the surplus back.
     */
    ScopeWords inWordsOf(Set<String> known) {
        Set<String> asked = new LinkedHashSet<>();
        for (String word : words) {
            Optional<SmartScope> resource = SmartScope.parse(word);
            if (word.equals("openid") || known.contains(word)) {
                asked.add(word);
            } else if (resource.isPresent()) {
                known.stream()
                        .sorted()
                        .filter(name -> SmartScope.parse(name)
                                .flatMap(resource.get()::meet)
                                .isPresent())
                        .forEach(asked::add);
            }
        }
        return new ScopeWords(asked);
    }

    /** What is granted of these words, if no more was asked than that: resource scopes met with it, all other words as they are. */
    ScopeWords narrowedTo(ScopeWords asked) {
        Set<String> granted = words.stream()
                .filter(word -> SmartScope.parse(word).isEmpty())
                .collect(Collectors.toCollection(LinkedHashSet::new));
        asked.resources().meet(resources()).granted().stream()
                .map(SmartScope::toString)
                .collect(Collectors.toCollection(TreeSet::new))
                .forEach(granted::add);
        return new ScopeWords(granted);
    }

    /** As the parameter. */
    @Override
    public String toString() {
        return String.join(" ", words);
    }
}
