package org.firewarden.gate.query;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads which elements the FHIRPath expression of a SearchParameter reads, as far as search parameters use FHIRPath (FHIR R4,
 * SearchParameter.expression): unions, {@code as}, {@code ofType}, {@code where}, {@code exists}, comparisons and indexes. What
 * is none of these, or goes on to another resource, is not resolved, and a parameter with an alternative that is not resolved
 * reads nobody knows what.
 */
public final class ElementPaths {

    private static final Set<String> OF_EACH_TYPE = Set.of("Resource", "DomainResource");
    private static final Set<String> SELECTIONS = Set.of("as", "ofType", "exists", "first", "last", "single", "is");
    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9]*");
    private static final Pattern CAST = Pattern.compile("^(.*\\S)\\s+(?:as|is)\\s+[A-Za-z.]+$", Pattern.DOTALL);
    private static final Pattern COMPARISON =
            Pattern.compile("^([A-Za-z0-9.\\[\\]]+)\\s*(?:!=|=)\\s*(?:'[^']*'|true|false|\\d+)$");
    private static final Pattern RESOLVES = Pattern.compile("^\\s*resolve\\(\\)\\s+is\\s+([A-Za-z]+)\\s*$");
    private static final Pattern CONDITION = Pattern.compile("^\\s*([a-z][A-Za-z]*)\\s*=\\s*'[^']*'\\s*$");

    private final String resourceType;
    private final Set<String> paths = new LinkedHashSet<>();
    private final Set<String> resolvedTypes = new LinkedHashSet<>();
    private boolean isResolved = true;
    private boolean isEachReferenceTyped = true;

    private ElementPaths(String resourceType) {
        this.resourceType = resourceType;
    }

    /**
     * What an expression reads.
     *
     * @param paths element paths from the type, choices by their bare name
     * @param referredTypes the only types to which a reference leads, if each alternative names them; else empty
     */
    public record Read(Set<String> paths, Set<String> referredTypes) {

        /** Copies the sets. */
        public Read {
            paths = Set.copyOf(paths);
            referredTypes = Set.copyOf(referredTypes);
        }

        /** The same with the names that the StructureDefinition has for the elements; empty if it has none for one of them. */
        public Optional<Read> named(UnaryOperator<@Nullable String> names) {
            Set<String> named = new LinkedHashSet<>();
            for (String path : paths) {
                String name = names.apply(path);
                if (name == null) {
                    return Optional.empty();
                }
                named.add(name);
            }
            return Optional.of(new Read(named, referredTypes));
        }
    }

    /** What the expression reads of resources of the type; empty if that cannot be told or is nothing. */
    public static Optional<Read> of(String resourceType, String expression) {
        ElementPaths reader = new ElementPaths(resourceType);
        for (String alternative : split(expression, "|")) {
            if (reader.concerns(alternative)) {
                for (String part : split(alternative, " and ")) {
                    reader.add(part.trim());
                }
            }
        }
        return reader.isResolved && !reader.paths.isEmpty()
                ? Optional.of(new Read(reader.paths, reader.isEachReferenceTyped ? reader.resolvedTypes : Set.of()))
                : Optional.empty();
    }

    /** An alternative for another base type is none for this one. */
    private boolean concerns(String alternative) {
        Matcher first = NAME.matcher(alternative);
        return !first.find()
                || isHead(first.group())
                || !Character.isUpperCase(first.group().charAt(0));
    }

    private boolean isHead(String name) {
        return name.equals(resourceType) || OF_EACH_TYPE.contains(name);
    }

    private void add(String expression) {
        int typesBefore = resolvedTypes.size();
        String path = read(expression);
        if (path == null || path.indexOf('.') < 0) {
            isResolved = false;
        } else {
            paths.add(path);
            isEachReferenceTyped &= resolvedTypes.size() > typesBefore || expression.contains("resolve()");
        }
    }

    /** The path that an expression without union leads to, or null. */
    private @Nullable String read(String expression) {
        String text = expression.trim();
        Matcher comparison = COMPARISON.matcher(text);
        if (comparison.matches()) {
            return read(comparison.group(1));
        }
        Matcher cast = CAST.matcher(text);
        if (cast.matches() && isBalanced(cast.group(1))) {
            return read(cast.group(1));
        }
        if (text.startsWith("(")) {
            int end = closing(text, 0);
            String inner = end < 0 ? null : read(text.substring(1, end));
            return inner == null ? null : follow(inner, text.substring(end + 1));
        }
        Matcher head = NAME.matcher(text);
        if (!head.lookingAt()) {
            return null;
        }
        return Character.isLowerCase(head.group().charAt(0))
                ? follow(resourceType, "." + text)
                : isHead(head.group()) ? follow(resourceType, text.substring(head.end())) : null;
    }

    private @Nullable String follow(String start, String steps) {
        String path = start;
        String rest = steps.trim();
        while (!rest.isEmpty()) {
            if (rest.startsWith("[")) {
                int end = rest.indexOf(']');
                rest = end < 0 ? "?" : rest.substring(end + 1);
                continue;
            }
            Matcher name = NAME.matcher(rest).region(Math.min(1, rest.length()), rest.length());
            if (!rest.startsWith(".") || !name.lookingAt()) {
                return null;
            }
            boolean isFunction = name.end() < rest.length() && rest.charAt(name.end()) == '(';
            if (!isFunction) {
                path = path + "." + name.group();
                rest = rest.substring(name.end()).trim();
                continue;
            }
            int end = closing(rest, name.end());
            if (end < 0) {
                return null;
            }
            String argument = rest.substring(name.end() + 1, end);
            if (name.group().equals("extension")) {
                return path + ".extension";
            }
            if (!SELECTIONS.contains(name.group()) && !(name.group().equals("where") && addCondition(path, argument))) {
                return null;
            }
            rest = rest.substring(end + 1).trim();
        }
        return path;
    }

    /** What a condition looks at is read too. */
    private boolean addCondition(String path, String condition) {
        Matcher resolves = RESOLVES.matcher(condition);
        if (resolves.matches()) {
            resolvedTypes.add(resolves.group(1));
            return true;
        }
        Matcher equality = CONDITION.matcher(condition);
        if (equality.matches()) {
            paths.add(path + "." + equality.group(1));
            return true;
        }
        return false;
    }

    private static List<String> split(String expression, String separator) {
        List<String> parts = new ArrayList<>();
        int depth = 0;
        int start = 0;
        for (int i = 0; i < expression.length(); i++) {
            char c = expression.charAt(i);
            depth += c == '(' ? 1 : c == ')' ? -1 : 0;
            if (depth == 0 && expression.startsWith(separator, i)) {
                parts.add(expression.substring(start, i));
                start = i + separator.length();
            }
        }
        parts.add(expression.substring(start));
        return parts;
    }

    private static boolean isBalanced(String text) {
        return text.chars().filter(c -> c == '(').count()
                == text.chars().filter(c -> c == ')').count();
    }

    private static int closing(String text, int open) {
        int depth = 0;
        for (int i = open; i < text.length(); i++) {
            char c = text.charAt(i);
            depth += c == '(' ? 1 : c == ')' ? -1 : 0;
            if (depth == 0) {
                return i;
            }
        }
        return -1;
    }
}
