package org.firewarden.server.endpoints;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The endpoints that may be mapped, each with its reason: the lines of {@code endpoints.txt}, {@code endpoint # reason}. A line
 * that begins with {@code [demo]} counts in the demo only.
 *
 * @param reasons reason by endpoint
 */
record DeclaredEndpoints(Map<String, String> reasons) {

    /** Before a line that counts only in some servers: {@code [demo]}, and {@code [other]} beside another authorization server. */
    private static final Pattern MARK = Pattern.compile("\\[([a-z]+)] (.*)");

    /** Copies the map. */
    DeclaredEndpoints {
        reasons = Map.copyOf(reasons);
    }

    static DeclaredEndpoints shipped(Set<String> marks) {
        try (InputStream file = DeclaredEndpoints.class.getResourceAsStream("endpoints.txt")) {
            if (file == null) {
                throw new IllegalStateException("endpoints.txt is missing");
            }
            return parse(new String(file.readAllBytes(), StandardCharsets.UTF_8), marks);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Reads the lines.
     *
     * @param marks which marked lines count
     * @throws IllegalStateException if one has no reason or is there twice
     */
    static DeclaredEndpoints parse(String text, Set<String> marks) {
        Map<String, String> reasons = new LinkedHashMap<>();
        text.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .forEach(line -> {
                    Matcher marked = MARK.matcher(line);
                    boolean isMarked = marked.matches();
                    String[] parts = (isMarked ? marked.group(2) : line).split(" +# +", 2);
                    if (parts.length < 2 || parts[1].isBlank()) {
                        throw new IllegalStateException("an endpoint is declared without a reason: " + line);
                    }
                    if ((!isMarked || marks.contains(marked.group(1))) && reasons.put(parts[0], parts[1]) != null) {
                        throw new IllegalStateException("an endpoint is declared twice: " + line);
                    }
                });
        return new DeclaredEndpoints(reasons);
    }

    /** What is mapped and not declared. */
    Set<String> undeclared(Set<String> mapped) {
        Set<String> undeclared = new TreeSet<>(mapped);
        undeclared.removeAll(reasons.keySet());
        return undeclared;
    }

    /** What is declared and not mapped. */
    Set<String> unmapped(Set<String> mapped) {
        Set<String> unmapped = new TreeSet<>(reasons.keySet());
        unmapped.removeAll(mapped);
        return unmapped;
    }
}
