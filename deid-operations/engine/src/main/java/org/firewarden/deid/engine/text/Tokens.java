package org.firewarden.deid.engine.text;

import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The words, numbers and signs of a text, and what is put in place of which of them. */
final class Tokens {

    enum Kind {
        /** Letters, with apostrophes among them. */
        WORD,
        NUMBER,
        /** Letters and digits. */
        MIXED,
        /** One sign. */
        SIGN
    }

    private final NormalText text;
    private final Vocabulary vocabulary;
    private int[] slots;
    private int[] starts;
    private int[] ends;
    private Kind[] kinds;
    private @Nullable String[] replacements;
    private int count;

    Tokens(NormalText text, Vocabulary vocabulary) {
        this.text = text;
        this.vocabulary = vocabulary;
        int capacity = text.length() / 4 + 8;
        starts = new int[capacity];
        ends = new int[capacity];
        kinds = new Kind[capacity];
        slots = new int[capacity];
        char[] chars = text.chars();
        int length = text.length();
        for (int i = 0; i < length; ) {
            char c = chars[i];
            if (c <= ' ' || Character.isSpaceChar(c)) {
                i++;
            } else if (isLetter(c) || isDigit(c)) {
                i = word(chars, i, length);
            } else {
                add(i, i + 1, Kind.SIGN);
                i++;
            }
        }
        replacements = new String[count];
    }

    private int word(char[] chars, int start, int length) {
        boolean hasLetter = false;
        boolean hasDigit = false;
        int i = start;
        while (i < length) {
            char c = chars[i];
            if (isLetter(c)) {
                hasLetter = true;
            } else if (isDigit(c)) {
                hasDigit = true;
            } else if (!(c == '\''
                    && i > start
                    && i + 1 < length
                    && isLetter(chars[i - 1])
                    && isLetter(chars[i + 1]))) {
                break;
            }
            i++;
        }
        add(start, i, hasLetter ? (hasDigit ? Kind.MIXED : Kind.WORD) : Kind.NUMBER);
        return i;
    }

    private void add(int start, int end, Kind kind) {
        if (count == starts.length) {
            starts = Arrays.copyOf(starts, count * 2);
            ends = Arrays.copyOf(ends, count * 2);
            kinds = Arrays.copyOf(kinds, count * 2);
            slots = Arrays.copyOf(slots, count * 2);
        }
        starts[count] = start;
        ends[count] = end;
        kinds[count] = kind;
        slots[count] = kind == Kind.WORD ? vocabulary.slot(text.chars(), start, end) : -1;
        count++;
    }

    private static boolean isLetter(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= 0x80 && (Character.isLetter(c) || Character.isSurrogate(c)));
    }

    private static boolean isDigit(char c) {
        return (c >= '0' && c <= '9') || (c >= 0x80 && Character.isDigit(c));
    }

    int count() {
        return count;
    }

    NormalText text() {
        return text;
    }

    int start(int i) {
        return starts[i];
    }

    int end(int i) {
        return ends[i];
    }

    int length(int i) {
        return ends[i] - starts[i];
    }

    boolean is(int i, Kind kind) {
        return i >= 0 && i < count && kinds[i] == kind;
    }

    /** True for a number of so many digits. */
    boolean isNumber(int i, int least, int most) {
        return is(i, Kind.NUMBER) && length(i) >= least && length(i) <= most;
    }

    boolean isSign(int i, char sign) {
        return is(i, Kind.SIGN) && text.chars()[starts[i]] == sign;
    }

    /** True if nothing stands between a token and the next. */
    boolean touchesNext(int i) {
        return i >= 0 && i + 1 < count && ends[i] == starts[i + 1];
    }

    /** True if a line ends between a token and the one before, or it is the first. */
    boolean startsLine(int i) {
        if (i <= 0 || i >= count) {
            return true;
        }
        for (int at = ends[i - 1]; at < starts[i]; at++) {
            if (text.chars()[at] == '\n') {
                return true;
            }
        }
        return false;
    }

    boolean isCapital(int i) {
        return (is(i, Kind.WORD) || is(i, Kind.MIXED)) && Character.isUpperCase(text.chars()[starts[i]]);
    }

    boolean isAllCapitals(int i) {
        if (!is(i, Kind.WORD)) {
            return false;
        }
        for (int at = starts[i]; at < ends[i]; at++) {
            if (Character.isLowerCase(text.chars()[at])) {
                return false;
            }
        }
        return true;
    }

    String string(int i) {
        return i < 0 || i >= count ? "" : text.text(starts[i], ends[i]);
    }

    /** A token in lower case. */
    String lower(int i) {
        return string(i).toLowerCase(Locale.ROOT);
    }

    /** A word in lower case, if it is one that the layers go by; makes no garbage. */
    String word(int i) {
        return i < 0 || i >= count ? Vocabulary.NO_WORD : vocabulary.specialAt(slots[i]);
    }

    /** What the vocabulary knows of a word as it stands. */
    int flags(int i) {
        return i < 0 || i >= count ? 0 : vocabulary.flagsAt(slots[i]);
    }

    int number(int i) {
        return is(i, Kind.NUMBER) && length(i) <= 9 ? Integer.parseInt(ascii(string(i))) : -1;
    }

    private static String ascii(String digits) {
        StringBuilder plain = new StringBuilder(digits.length());
        digits.chars().forEach(c -> plain.append(Character.digit(c, 10)));
        return plain.toString();
    }

    boolean isClaimed(int i) {
        return i >= 0 && i < count && replacements[i] != null;
    }

    /** What a token was claimed as; null if it was not, or does not exist. */
    @Nullable
    String claim(int i) {
        return i < 0 || i >= count ? null : replacements[i];
    }

    /** Puts one replacement in place of the tokens from one to another, that one not included. */
    void claim(int from, int to, String replacement) {
        replacements[from] = replacement;
        for (int i = from + 1; i < to; i++) {
            replacements[i] = "";
        }
    }

    /** Claims as kept: no later layer looks at it. */
    void keep(int from, int to) {
        for (int i = from; i < to; i++) {
            replacements[i] = KEPT;
        }
    }

    private static final String KEPT = new String("kept");

    boolean isKept(int i) {
        return i >= 0 && i < count && KEPT.equals(replacements[i]);
    }

    /** The original with what was claimed replaced; the same where nothing was. */
    String apply(String original) {
        StringBuilder out = null;
        int copied = 0;
        for (int i = 0; i < count; i++) {
            String replacement = replacements[i];
            if (replacement == null || KEPT.equals(replacement)) {
                continue;
            }
            int last = i;
            while (last + 1 < count && replacements[last + 1] != null && "".equals(replacements[last + 1])) {
                last++;
            }
            // One name after the other is one name.
            while (last + 1 < count
                    && replacement.equals(replacements[last + 1])
                    && !startsLine(last + 1)
                    && replacement.startsWith("[")) {
                last++;
                while (last + 1 < count && "".equals(replacements[last + 1])) {
                    last++;
                }
            }
            if (out == null) {
                out = new StringBuilder(original.length());
            }
            out.append(original, copied, text.origin(starts[i])).append(replacement);
            copied = text.origin(ends[last]);
            i = last;
        }
        return out == null
                ? original
                : out.append(original, copied, original.length()).toString();
    }
}
