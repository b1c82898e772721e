package org.firewarden.gate.content;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Judges a {@code style} attribute: it may say how text, boxes and tables look, and neither load anything nor lay itself over
 * what stands around the narrative. Each property and each function must be known; escapes and comments could hide one.
 */
final class NarrativeStyle {

    private static final Pattern DECLARATION =
            Pattern.compile("\\s*(?:([a-z-]{2,40})\\s*:\\s*([^:;{}<>@\\\\]+?)\\s*)?");
    private static final Pattern FUNCTION = Pattern.compile("([A-Za-z0-9_-]*)\\s*\\(");
    private static final Set<String> FUNCTIONS = Set.of("rgb", "rgba", "hsl", "hsla", "calc");
    private static final Set<String> GROUPS = Set.of(
            "border", "font", "margin", "padding", "text", "list-style", "page-break", "word", "column", "outline");
    private static final Set<String> PROPERTIES = Set.of(
            "background",
            "background-color",
            "caption-side",
            "clear",
            "color",
            "direction",
            "display",
            "empty-cells",
            "float",
            "height",
            "letter-spacing",
            "line-height",
            "max-height",
            "max-width",
            "min-height",
            "min-width",
            "orphans",
            "overflow",
            "overflow-wrap",
            "quotes",
            "table-layout",
            "unicode-bidi",
            "vertical-align",
            "visibility",
            "white-space",
            "widows",
            "width");

    private NarrativeStyle() {}

    static boolean isHarmless(String style) {
        if (style.contains("/*") || style.contains("*/")) {
            return false;
        }
        for (String declaration : style.split(";", -1)) {
            Matcher parts = DECLARATION.matcher(declaration);
            if (!parts.matches()) {
                return false;
            }
            if (parts.group(1) != null && !(isKnown(parts.group(1)) && callsNothingElse(parts.group(2)))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isKnown(String property) {
        return PROPERTIES.contains(property)
                || GROUPS.stream().anyMatch(group -> property.equals(group) || property.startsWith(group + "-"));
    }

    private static boolean callsNothingElse(String value) {
        Matcher functions = FUNCTION.matcher(value);
        while (functions.find()) {
            if (!FUNCTIONS.contains(functions.group(1).toLowerCase(Locale.ROOT))) {
                return false;
            }
        }
        return true;
    }
}
