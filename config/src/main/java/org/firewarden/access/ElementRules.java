package org.firewarden.access;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which elements of one resource type a caller sees (45 CFR 164.502(b), minimum necessary). Paths are element paths as in
 * the StructureDefinition ({@code Patient.contact.name}; a choice is {@code Observation.value[x]}), without slices. What
 * hides an element hides all that is in it. Masking of answers and the query firewall both read this one value, so they
 * cannot disagree.
 */
public sealed interface ElementRules {

    /** What becomes of an element. */
    enum Visibility {
        /** It is shown as it is. */
        VISIBLE,
        /** That it is there is shown, what it holds is not ({@code data-absent-reason} of {@code masked}). */
        MASKED,
        /** It is as if it were not there. */
        ABSENT;

        /** The one that shows more. */
        Visibility or(Visibility other) {
            return compareTo(other) <= 0 ? this : other;
        }
    }

    /** Everything is visible. */
    static ElementRules all() {
        return All.INSTANCE;
    }

    /** What becomes of the element at this path, ancestors considered. */
    Visibility of(String path);

    /** True if neither the element nor anything in it is hidden, so that a query about it tells nothing that is hidden. */
    boolean isReadable(String path);

    /** True if nothing is hidden. */
    default boolean isEverything() {
        return this instanceof All;
    }

    /** What a person with both rules sees: an element is shown if one of them shows it. */
    default ElementRules or(ElementRules other) {
        if (isEverything() || other.isEverything()) {
            return all();
        }
        return equals(other) ? this : new AnyOf(List.of(this, other));
    }

    /** Nothing is hidden. */
    record All() implements ElementRules {

        private static final All INSTANCE = new All();

        @Override
        public Visibility of(String path) {
            return Visibility.VISIBLE;
        }

        @Override
        public boolean isReadable(String path) {
            return true;
        }
    }

    /**
     * Some elements are hidden.
     *
     * @param visible if not null, only these elements, their ancestors and what is in them are shown; {@code id}, {@code meta},
     *     {@code implicitRules} and {@code language} always are
     * @param masked elements whose content is hidden
     * @param absent elements that are left out
     */
    record Hiding(@Nullable Set<String> visible, Set<String> masked, Set<String> absent) implements ElementRules {

        private static final Set<String> ALWAYS = Set.of("id", "meta", "implicitRules", "language");

        /** Copies the sets. */
        public Hiding {
            visible = visible == null ? null : Set.copyOf(visible);
            masked = Set.copyOf(masked);
            absent = Set.copyOf(absent);
        }

        @Override
        public Visibility of(String path) {
            Visibility worst = isListed(path) ? Visibility.VISIBLE : Visibility.ABSENT;
            for (String ancestor : selfAndAncestors(path)) {
                if (absent.contains(ancestor)) {
                    return Visibility.ABSENT;
                }
                if (masked.contains(ancestor) && worst == Visibility.VISIBLE) {
                    worst = Visibility.MASKED;
                }
            }
            return worst;
        }

        @Override
        public boolean isReadable(String path) {
            if (of(path) != Visibility.VISIBLE) {
                return false;
            }
            String inside = path + ".";
            return masked.stream().noneMatch(hidden -> hidden.startsWith(inside))
                    && absent.stream().noneMatch(hidden -> hidden.startsWith(inside))
                    && (visible == null || isWithin(path, visible) || isAlways(path));
        }

        private boolean isListed(String path) {
            if (visible == null || isAlways(path) || isWithin(path, visible)) {
                return true;
            }
            String inside = path + ".";
            return path.indexOf('.') < 0 || visible.stream().anyMatch(shown -> shown.startsWith(inside));
        }

        private static boolean isWithin(String path, Set<String> elements) {
            return selfAndAncestors(path).stream().anyMatch(elements::contains);
        }

        private static boolean isAlways(String path) {
            int first = path.indexOf('.');
            if (first < 0) {
                return false;
            }
            int second = path.indexOf('.', first + 1);
            return ALWAYS.contains(second < 0 ? path.substring(first + 1) : path.substring(first + 1, second));
        }

        private static List<String> selfAndAncestors(String path) {
            List<String> paths = new ArrayList<>(4);
            for (int end = path.length(); end > 0; end = path.lastIndexOf('.', end - 1)) {
                paths.add(path.substring(0, end));
            }
            return paths;
        }
    }

    /**
     * Several rules that add up.
     *
     * @param rules at least one
     */
    record AnyOf(List<ElementRules> rules) implements ElementRules {
        /** Copies the rules. */
        public AnyOf {
            rules = List.copyOf(rules);
        }

        @Override
        public Visibility of(String path) {
            return rules.stream().map(rule -> rule.of(path)).reduce(Visibility.ABSENT, Visibility::or);
        }

        @Override
        public boolean isReadable(String path) {
            return rules.stream().anyMatch(rule -> rule.isReadable(path));
        }
    }
}
