package org.firewarden.access;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
     * Some elements are hidden. Then the narrative ({@code Patient.text}) is hidden too unless {@code visible} lists it, since
     * it repeats them. An extension is {@code Patient.extension(http://its.url)}, within {@code Patient.extension}; where
     * only some elements are visible, an extension must be listed itself, wherever it is: nobody knows what it holds.
     *
     * @param visible if not null, only these elements, their ancestors and what is in them are shown; {@code id}, {@code meta},
     *     {@code implicitRules} and {@code language} always are
     * @param masked elements whose content is hidden
     * @param absent elements that are left out
     */
    record Hiding(@Nullable Set<String> visible, Set<String> masked, Set<String> absent) implements ElementRules {

        private static final Set<String> ALWAYS = Set.of("id", "meta", "implicitRules", "language");
        private static final Pattern EXTENSION = Pattern.compile("\\.(?:modifierE|e)xtension(?=[.(]|$)");

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
                    && (visible == null || isWithin(path, visible) || isAlways(path))
                    && path.indexOf('.') > 0;
        }

        private boolean isListed(String path) {
            if (visible == null) {
                return !isNarrative(path);
            }
            if (isWithin(path, visible)) {
                return true;
            }
            if (EXTENSION.matcher(path).find()) {
                return false;
            }
            String inside = path + ".";
            return isAlways(path)
                    || path.indexOf('.') < 0
                    || visible.stream().anyMatch(shown -> shown.startsWith(inside));
        }

        /** An extension is within what names it or an extension around it, and not merely within its element. */
        private static boolean isWithin(String path, Set<String> elements) {
            Matcher extension = EXTENSION.matcher(path);
            int shortest = extension.find() ? extension.end() : 0;
            return selfAndAncestors(path).stream()
                    .anyMatch(ancestor -> ancestor.length() >= shortest && elements.contains(ancestor));
        }

        private static boolean isNarrative(String path) {
            int dot = path.indexOf('.');
            return dot > 0 && (path.startsWith("text", dot + 1) && isSegmentEnd(path, dot + 5));
        }

        private static boolean isSegmentEnd(String path, int position) {
            return position == path.length() || path.charAt(position) == '.';
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
            String rest = path;
            while (!rest.isEmpty()) {
                paths.add(rest);
                // The dots of an extension's URL part nothing.
                int url = rest.endsWith(")") ? rest.lastIndexOf('(') : -1;
                int end = url < 0 ? rest.lastIndexOf('.') : url;
                rest = end < 0 ? "" : rest.substring(0, end);
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
