package org.firewarden.server.web;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.firewarden.gate.limits.RequestLimits;
import org.firewarden.problem.Problem;
import org.jspecify.annotations.Nullable;

/**
 * Runs once over the bytes of a JSON text and looks at its shape: depth, sizes of arrays and objects, lengths of strings and
 * numbers, and how deep the elements of a narrative nest, since the parser of that recurses. Reads no value and keeps none.
 * What is not JSON is left to the parser; text in another encoding than UTF-8 is refused, since this would not see through it.
 */
final class JsonShape {

    private static final int LONGEST_NUMBER = 1000;
    private static final int MOST_EXPONENT_DIGITS = 3;
    private static final byte[] BASE64_SUFFIX = "Base64Binary".getBytes(StandardCharsets.US_ASCII);

    private final byte[] json;
    private final RequestLimits limits;
    private final int[] elements;
    private final long longestString;
    private int depth;
    private int keyFrom;
    private int keyTo;

    private JsonShape(byte[] json, RequestLimits limits) {
        this.json = json;
        this.limits = limits;
        this.elements = new int[limits.depth() + 1];
        this.longestString = limits.string().toBytes();
    }

    /** The first thing that is beyond a bound. */
    static Optional<Refusal> check(byte[] json, RequestLimits limits) {
        return Optional.ofNullable(new JsonShape(json, limits).run());
    }

    /**
     * What is beyond a bound.
     *
     * @param status how to answer
     * @param problem what to say
     */
    record Refusal(int status, Problem problem) {}

    private @Nullable Refusal run() {
        int i = 0;
        while (i < json.length) {
            byte c = json[i];
            if (c == 0) {
                return new Refusal(400, Problem.invalid("not-utf-8", "The body is not JSON in UTF-8."));
            } else if (c == '"') {
                int end = endOfString(i);
                Refusal refusal = string(i + 1, end);
                if (refusal != null) {
                    return refusal;
                }
                i = end + 1;
            } else if (c == '{' || c == '[') {
                if (++depth > limits.depth()) {
                    return tooDeep("JSON");
                }
                elements[depth] = 1;
                i++;
            } else if (c == '}' || c == ']') {
                // More ends than beginnings: not JSON, and the parser will say so.
                depth = Math.max(0, depth - 1);
                i++;
            } else if (c == ',') {
                if (++elements[depth] > limits.elements()) {
                    return new Refusal(
                            413,
                            new Problem(
                                    "too-costly",
                                    "too-many-elements",
                                    "An array or object has at most " + limits.elements() + " elements."));
                }
                i++;
            } else if ((c >= '0' && c <= '9') || c == '-') {
                int end = endOfNumber(i);
                if (end - i > LONGEST_NUMBER || exponentDigits(i, end) > MOST_EXPONENT_DIGITS) {
                    return new Refusal(
                            400,
                            Problem.invalid(
                                    "number-too-large",
                                    "A number has more than " + LONGEST_NUMBER + " digits, or an exponent of more than "
                                            + MOST_EXPONENT_DIGITS + "."));
                }
                i = end;
            } else {
                i++;
            }
        }
        return null;
    }

    private @Nullable Refusal string(int from, int to) {
        if (isKey(to)) {
            keyFrom = from;
            keyTo = to;
            return null;
        }
        if (to - from > longestString && !isBinary()) {
            return new Refusal(
                    413,
                    new Problem("too-long", "string-too-long", "A string has at most " + longestString + " bytes."));
        }
        return keyIs("div") && narrativeDepth(from, to) > limits.depth()
                ? tooDeep("The elements of a narrative")
                : null;
    }

    private Refusal tooDeep(String what) {
        return new Refusal(
                400,
                new Problem("too-costly", "nesting-too-deep", what + " nest " + limits.depth() + " deep at the most."));
    }

    /** The position of the closing quote, or the end of the text. */
    private int endOfString(int quote) {
        int i = quote + 1;
        while (i < json.length && json[i] != '"') {
            i += json[i] == '\\' ? 2 : 1;
        }
        return Math.min(i, json.length);
    }

    private boolean isKey(int closingQuote) {
        int i = closingQuote + 1;
        while (i < json.length && (json[i] == ' ' || json[i] == '\n' || json[i] == '\r' || json[i] == '\t')) {
            i++;
        }
        return i < json.length && json[i] == ':';
    }

    private int endOfNumber(int from) {
        int i = from + 1;
        while (i < json.length && ((json[i] >= '0' && json[i] <= '9') || "+-.eE".indexOf(json[i]) >= 0)) {
            i++;
        }
        return i;
    }

    private int exponentDigits(int from, int to) {
        for (int i = from; i < to; i++) {
            if (json[i] == 'e' || json[i] == 'E') {
                boolean isSigned = i + 1 < to && (json[i + 1] == '+' || json[i + 1] == '-');
                return to - i - (isSigned ? 2 : 1);
            }
        }
        return 0;
    }

    /** {@code data} of Binary, Attachment and Signature, and {@code value[x]} of that type. */
    private boolean isBinary() {
        int start = keyTo - BASE64_SUFFIX.length;
        boolean isSuffix = start >= keyFrom;
        for (int i = 0; isSuffix && i < BASE64_SUFFIX.length; i++) {
            isSuffix = json[start + i] == BASE64_SUFFIX[i];
        }
        return isSuffix || keyIs("data");
    }

    private boolean keyIs(String name) {
        if (keyTo - keyFrom != name.length()) {
            return false;
        }
        for (int i = 0; i < name.length(); i++) {
            if (json[keyFrom + i] != name.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** How many elements are open at once, at the most; one that is never closed counts, as it does for the parser. */
    private int narrativeDepth(int from, int to) {
        int open = 0;
        int deepest = 0;
        int i = from;
        while (i < to) {
            int c = character(i);
            int next = i + width(i);
            if (c == '<' && next < to) {
                int following = character(next);
                open += following == '/' ? -1 : Character.isLetter(following) ? 1 : 0;
                deepest = Math.max(deepest, open);
            } else if (c == '/' && next < to && character(next) == '>') {
                open--;
            }
            i = next;
        }
        return deepest;
    }

    /** The character at a position of a JSON string, if it is an ASCII one; JSON may write each as an escape. */
    private int character(int i) {
        if (json[i] != '\\' || i + 1 >= json.length) {
            return json[i];
        }
        if (json[i + 1] != 'u' || i + 5 >= json.length) {
            return json[i + 1];
        }
        int code = 0;
        for (int j = i + 2; j < i + 6; j++) {
            code = code * 16 + Math.max(0, Character.digit(json[j], 16));
        }
        return code;
    }

    private int width(int i) {
        if (json[i] != '\\' || i + 1 >= json.length) {
            return 1;
        }
        return json[i + 1] == 'u' ? 6 : 2;
    }
}
