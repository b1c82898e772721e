package org.firewarden.smart.consent;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.firewarden.smart.grant.LaunchScopes;

/**
 * What a person left of what an app asked for. It is put together from the items that were offered and the numbers that came back, so
 * that a form that was tampered with can only take more away.
 */
public final class ConsentAnswer {

    private ConsentAnswer() {}

    /** The number of an item in a form. */
    public static String number(int item) {
        return String.valueOf(item);
    }

    /** The number of a part of an item in a form. */
    public static String number(int item, int part) {
        return item + "." + part;
    }

    /**
     * The words that are granted.
     *
     * @param offered the words that were offered
     * @param items the items that were shown for them
     * @param ticked the numbers that came back
     */
    public static Set<String> of(Set<String> offered, List<ConsentItem> items, Set<String> ticked) {
        Set<String> granted = new TreeSet<>();
        Set<String> shown = new HashSet<>();
        for (int i = 0; i < items.size(); i++) {
            ConsentItem item = items.get(i);
            shown.add(item.word());
            if (ticked.contains(number(i))) {
                granted.addAll(taken(i, item, ticked));
            }
        }
        // What is not shown hangs on what is: who the user is, and which patient it is about.
        offered.stream().filter(word -> !shown.contains(word)).forEach(granted::add);
        if (!granted.contains(LaunchScopes.OPENID)) {
            granted.remove(LaunchScopes.FHIR_USER);
        }
        return granted;
    }

    private static Set<String> taken(int i, ConsentItem item, Set<String> ticked) {
        Set<String> parts = new TreeSet<>();
        for (int p = 0; p < item.parts().size(); p++) {
            if (ticked.contains(number(i, p))) {
                parts.add(item.parts().get(p).word());
            }
        }
        return parts.isEmpty() ? Set.of(item.word()) : parts;
    }
}
