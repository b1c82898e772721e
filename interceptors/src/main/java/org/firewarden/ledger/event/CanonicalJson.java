package org.firewarden.ledger.event;

import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Canonical JSON by RFC 8785 (JCS): the same value is always the same bytes. Takes maps with text keys, lists, texts, booleans,
 * null, {@link Integer}, {@link Long} within the range that a double holds exactly, and {@link Double}.
 */
public final class CanonicalJson {

    private static final long LARGEST_EXACT = (1L << 53) - 1;
    private static final char[] HEX = "0123456789abcdef".toCharArray();

    private final StringBuilder out = new StringBuilder(512);

    private CanonicalJson() {}

    /**
     * Writes a value.
     *
     * @throws IllegalArgumentException if it has no canonical form: another type, a number out of range or not finite, a text
     *     that is not Unicode
     */
    public static String write(@Nullable Object value) {
        CanonicalJson json = new CanonicalJson();
        json.append(value);
        return json.out.toString();
    }

    private void append(@Nullable Object value) {
        if (value == null || value instanceof Boolean) {
            out.append(value);
        } else if (value instanceof String text) {
            append(text);
        } else if (value instanceof Map<?, ?> map) {
            append(map);
        } else if (value instanceof List<?> list) {
            append(list);
        } else if (value instanceof Double number) {
            out.append(CanonicalNumber.write(number));
        } else if (value instanceof Integer || value instanceof Long) {
            long number = ((Number) value).longValue();
            if (Math.abs(number) > LARGEST_EXACT) {
                throw new IllegalArgumentException("a number that JSON programs would round");
            }
            out.append(number);
        } else {
            throw new IllegalArgumentException(
                    "no canonical form for " + value.getClass().getName());
        }
    }

    /** Members in the order of their names' UTF-16 code units (section 3.2.3), which is also that of Java's texts. */
    private void append(Map<?, ?> map) {
        TreeMap<String, @Nullable Object> sorted = new TreeMap<>();
        map.forEach((name, value) -> sorted.put((String) name, value));
        out.append('{');
        String separator = "";
        for (Map.Entry<String, @Nullable Object> member : sorted.entrySet()) {
            out.append(separator);
            append(member.getKey());
            out.append(':');
            append(member.getValue());
            separator = ",";
        }
        out.append('}');
    }

    private void append(List<?> list) {
        out.append('[');
        for (Iterator<?> values = list.iterator(); values.hasNext(); ) {
            append(values.next());
            if (values.hasNext()) {
                out.append(',');
            }
        }
        out.append(']');
    }

    /** What needs no escape is copied in runs. */
    private void append(String text) {
        out.append('"');
        int copied = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isSurrogate(c)) {
                if (!Character.isHighSurrogate(c)
                        || i + 1 == text.length()
                        || !Character.isLowSurrogate(text.charAt(i + 1))) {
                    throw new IllegalArgumentException("a text with half a character");
                }
                i++;
            } else if (c == '"' || c == '\\' || c < ' ') {
                out.append(text, copied, i);
                copied = i + 1;
                escape(c);
            }
        }
        out.append(text, copied, text.length()).append('"');
    }

    private void escape(char c) {
        switch (c) {
            case '"' -> out.append("\\\"");
            case '\\' -> out.append("\\\\");
            case '\b' -> out.append("\\b");
            case '\t' -> out.append("\\t");
            case '\n' -> out.append("\\n");
            case '\f' -> out.append("\\f");
            case '\r' -> out.append("\\r");
            default -> out.append("\\u00").append(HEX[c >> 4]).append(HEX[c & 0xf]);
        }
    }
}
