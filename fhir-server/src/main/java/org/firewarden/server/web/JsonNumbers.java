package org.firewarden.server.web;

/** Looks for JSON numbers that unfold without end when they are written out, such as {@code 1e999999999}. */
final class JsonNumbers {

    private static final int MAXIMUM_EXPONENT_DIGITS = 3;

    private JsonNumbers() {}

    /** True if a number outside of strings has an exponent of more than three digits. Bad JSON is left to the parser. */
    static boolean hasHugeExponent(byte[] json) {
        boolean isInString = false;
        for (int i = 0; i < json.length; i++) {
            byte c = json[i];
            if (isInString) {
                if (c == '\\') {
                    i++;
                } else if (c == '"') {
                    isInString = false;
                }
            } else if (c == '"') {
                isInString = true;
            } else if ((c == 'e' || c == 'E')
                    && i > 0
                    && isNumeric(json[i - 1])
                    && exponentDigits(json, i + 1) > MAXIMUM_EXPONENT_DIGITS) {
                return true;
            }
        }
        return false;
    }

    private static int exponentDigits(byte[] json, int from) {
        int i = from;
        if (i < json.length && (json[i] == '+' || json[i] == '-')) {
            i++;
        }
        int start = i;
        while (i < json.length && json[i] >= '0' && json[i] <= '9') {
            i++;
        }
        return i - start;
    }

    private static boolean isNumeric(byte c) {
        return (c >= '0' && c <= '9') || c == '.';
    }
}
