package org.firewarden.deid.engine.text;

import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * HTML and XML as text and back. Only what a reader sees is taken: attributes, comments, scripts and processing instructions go,
 * entities are decoded, and a name that is cut by a tag is whole again.
 */
public final class Markup {

    private static final Set<String> INLINE = Set.of(
            "a", "b", "i", "u", "em", "strong", "span", "font", "small", "big", "sub", "sup", "tt", "code", "abbr",
            "wbr", "mark", "content");
    private static final Set<String> HIDDEN =
            Set.of("script", "style", "head", "template", "noscript", "object", "svg");
    private static final Map<String, String> ENTITIES = Map.of(
            "amp", "&", "lt", "<", "gt", ">", "quot", "\"", "apos", "'", "nbsp", " ", "shy", "", "zwnj", "", "zwj", "",
            "ndash", "-");

    private Markup() {}

    /** What a reader sees, a block a line. */
    public static String text(String markup) {
        StringBuilder out = new StringBuilder(markup.length());
        int i = 0;
        int length = markup.length();
        while (i < length) {
            char c = markup.charAt(i);
            if (c == '<') {
                i = tag(markup, i, out);
            } else if (c == '&') {
                i = entity(markup, i, out);
            } else {
                out.append(c == '\r' || c == '\n' || c == '\t' ? ' ' : c);
                i++;
            }
        }
        return tidy(out);
    }

    private static int tag(String markup, int start, StringBuilder out) {
        if (markup.startsWith("<!--", start)) {
            return after(markup, "-->", start + 4);
        }
        if (markup.startsWith("<![CDATA[", start)) {
            int end = markup.indexOf("]]>", start);
            out.append(markup, start + 9, end < 0 ? markup.length() : end);
            return end < 0 ? markup.length() : end + 3;
        }
        int end = start + 1;
        char quote = 0;
        while (end < markup.length() && (quote != 0 || markup.charAt(end) != '>')) {
            char c = markup.charAt(end);
            if (quote == 0 && (c == '"' || c == '\'')) {
                quote = c;
            } else if (c == quote) {
                quote = 0;
            }
            end++;
        }
        boolean isClosing = start + 1 < markup.length() && markup.charAt(start + 1) == '/';
        int nameStart = isClosing ? start + 2 : start + 1;
        int nameEnd = nameStart;
        while (nameEnd < end && (Character.isLetterOrDigit(markup.charAt(nameEnd)) || markup.charAt(nameEnd) == ':')) {
            nameEnd++;
        }
        String name = markup.substring(nameStart, nameEnd).toLowerCase(Locale.ROOT);
        if (!isClosing && HIDDEN.contains(name) && !(end > start && markup.charAt(end - 1) == '/')) {
            int close = markup.toLowerCase(Locale.ROOT).indexOf("</" + name, end);
            return close < 0 ? markup.length() : after(markup, ">", close);
        }
        if (name.equals("td") || name.equals("th")) {
            out.append(isClosing ? " " : "");
        } else if (!INLINE.contains(name)) {
            out.append('\n');
        }
        return Math.min(markup.length(), end + 1);
    }

    private static int after(String markup, String end, int from) {
        int at = markup.indexOf(end, from);
        return at < 0 ? markup.length() : at + end.length();
    }

    private static int entity(String markup, int start, StringBuilder out) {
        int end = markup.indexOf(';', start);
        if (end < 0 || end - start > 10) {
            out.append('&');
            return start + 1;
        }
        String name = markup.substring(start + 1, end);
        String known = ENTITIES.get(name);
        if (known != null) {
            out.append(known);
            return end + 1;
        }
        if (name.startsWith("#")) {
            try {
                int code = name.startsWith("#x") || name.startsWith("#X")
                        ? Integer.parseInt(name.substring(2), 16)
                        : Integer.parseInt(name.substring(1));
                if (Character.isValidCodePoint(code)) {
                    out.appendCodePoint(code);
                }
                return end + 1;
            } catch (NumberFormatException e) {
                // No character: it is read as it stands.
                out.append(name);
                return end + 1;
            }
        }
        out.append(' ').append(name).append(' ');
        return end + 1;
    }

    private static String tidy(StringBuilder text) {
        StringBuilder out = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            char last = out.length() == 0 ? '\n' : out.charAt(out.length() - 1);
            if (c == '\n' && last == ' ') {
                out.setLength(out.length() - 1);
                last = out.length() == 0 ? '\n' : out.charAt(out.length() - 1);
            }
            if (!((c == ' ' && (last == ' ' || last == '\n')) || (c == '\n' && last == '\n'))) {
                out.append(c);
            }
        }
        return out.toString().strip();
    }

    /** Lines as paragraphs of XHTML. */
    public static String paragraphs(String text) {
        StringBuilder out = new StringBuilder(text.length() + 64);
        for (String line : text.split("\n", -1)) {
            if (!line.isBlank()) {
                out.append("<p>");
                escape(line, out);
                out.append("</p>");
            }
        }
        return out.toString();
    }

    private static void escape(String text, StringBuilder out) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '&' -> out.append("&amp;");
                case '"' -> out.append("&quot;");
                default -> {
                    if (c >= ' ' || c == '\t') {
                        out.append(c);
                    }
                }
            }
        }
    }

    /** The text of an RTF document. */
    public static String rtf(String rtf) {
        StringBuilder out = new StringBuilder(rtf.length() / 2);
        int depth = 0;
        int skipBelow = Integer.MAX_VALUE;
        for (int i = 0; i < rtf.length(); i++) {
            char c = rtf.charAt(i);
            if (c == '{') {
                depth++;
                if (skipBelow == Integer.MAX_VALUE && isDestination(rtf, i + 1)) {
                    skipBelow = depth;
                }
            } else if (c == '}') {
                if (depth == skipBelow) {
                    skipBelow = Integer.MAX_VALUE;
                }
                depth--;
            } else if (c == '\\') {
                i = control(rtf, i, skipBelow == Integer.MAX_VALUE ? out : new StringBuilder());
            } else if (c != '\r' && c != '\n' && skipBelow == Integer.MAX_VALUE) {
                out.append(c);
            }
        }
        return out.toString();
    }

    private static final Set<String> DESTINATIONS = Set.of(
            "fonttbl",
            "colortbl",
            "stylesheet",
            "info",
            "pict",
            "object",
            "header",
            "footer",
            "generator",
            "listtable");

    private static boolean isDestination(String rtf, int at) {
        if (rtf.startsWith("\\*", at)) {
            return true;
        }
        return DESTINATIONS.stream().anyMatch(word -> rtf.startsWith("\\" + word, at));
    }

    /** Reads a control word or symbol; answers where it ends. */
    private static int control(String rtf, int start, StringBuilder out) {
        int i = start + 1;
        if (i >= rtf.length()) {
            return start;
        }
        char c = rtf.charAt(i);
        if (c == '\'' && i + 2 < rtf.length()) {
            int code = Character.digit(rtf.charAt(i + 1), 16) * 16 + Character.digit(rtf.charAt(i + 2), 16);
            if (code > 0) {
                out.append((char) code);
            }
            return i + 2;
        }
        if (!Character.isLetter(c)) {
            out.append(c == '~' ? ' ' : c == '-' || c == '*' ? "" : String.valueOf(c));
            return i;
        }
        int wordEnd = i;
        while (wordEnd < rtf.length() && wordEnd - i < 32 && Character.isLetter(rtf.charAt(wordEnd))) {
            wordEnd++;
        }
        int end = wordEnd;
        while (end < rtf.length()
                && end - wordEnd < 10
                && (Character.isDigit(rtf.charAt(end)) || (end == wordEnd && rtf.charAt(end) == '-'))) {
            end++;
        }
        String word = rtf.substring(i, wordEnd);
        switch (word) {
            case "par", "line", "row", "sect", "page" -> out.append('\n');
            case "tab", "cell" -> out.append(' ');
            case "u" -> {
                if (end > wordEnd && end - wordEnd < 8) {
                    int code =
                            rtf.substring(wordEnd, end).equals("-") ? 0 : Integer.parseInt(rtf.substring(wordEnd, end));
                    out.append((char) (code & 0xffff));
                    // The character that stands in for it follows.
                    if (end < rtf.length() && rtf.charAt(end) != '\\' && rtf.charAt(end) != '{') {
                        end++;
                    }
                }
            }
            default -> {
                // Says how the text looks.
            }
        }
        return end < rtf.length() && rtf.charAt(end) == ' ' ? end : end - 1;
    }
}
