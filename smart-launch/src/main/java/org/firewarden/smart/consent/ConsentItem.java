package org.firewarden.smart.consent;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.firewarden.access.SmartScope;
import org.firewarden.smart.grant.LaunchScopes;

/**
 * One thing that an app asks for. A person takes it or not, and may take a part of it.
 *
 * @param word the scope
 * @param text what it means
 * @param parts the parts that it can be limited to; empty if it is taken whole or not at all
 */
public record ConsentItem(String word, String text, List<Part> parts) {

    /**
     * A part of it.
     *
     * @param word the narrower scope
     * @param text what it means
     */
    public record Part(String word, String text) {}

    /** Copies the parts. */
    public ConsentItem {
        parts = List.copyOf(parts);
    }

    /** What an app asks for, one item for each scope that means something to a person. */
    public static List<ConsentItem> of(Set<String> words, boolean isOwnRecord) {
        List<ConsentItem> items = new ArrayList<>();
        Set<String> sorted = new TreeSet<>(words);
        for (String word : sorted) {
            SmartScope.parse(word)
                    .ifPresent(
                            scope -> items.add(new ConsentItem(word, PlainWords.of(scope, isOwnRecord), parts(scope))));
        }
        if (sorted.contains(LaunchScopes.OPENID)) {
            items.add(new ConsentItem(LaunchScopes.OPENID, "Know who you are", List.of()));
        }
        if (sorted.contains(LaunchScopes.OFFLINE)) {
            items.add(new ConsentItem(
                    LaunchScopes.OFFLINE, "Go on when you are not using it, until you end that", List.of()));
        }
        if (sorted.contains(LaunchScopes.ONLINE)) {
            items.add(new ConsentItem(LaunchScopes.ONLINE, "Go on as long as you are signed in", List.of()));
        }
        return items;
    }

    private static List<Part> parts(SmartScope scope) {
        if (!scope.query().isEmpty()) {
            return List.of();
        }
        List<Part> parts = new ArrayList<>();
        if (scope.resourceType().equals("*")) {
            for (Map.Entry<String, String> type : PlainWords.named().entrySet()) {
                parts.add(new Part(narrowed(scope, type.getKey()).toString(), type.getValue()));
            }
        } else {
            for (Map.Entry<String, String> category :
                    Categories.of(scope.resourceType()).entrySet()) {
                parts.add(new Part(scope + "?category=" + category.getKey(), category.getValue()));
            }
        }
        return parts;
    }

    private static SmartScope narrowed(SmartScope scope, String type) {
        return new SmartScope(scope.context(), type, scope.interactions());
    }

    /** True if this is about data, and not about the person or about time. */
    public boolean isAboutData() {
        Optional<SmartScope> scope = SmartScope.parse(word);
        return scope.isPresent();
    }
}
