package org.firewarden.deid.engine.tagger;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The tokenizer of BERT, uncased: a text is cleaned, stripped of accents, written small, parted at blanks, punctuation and
 * ideographs, and each word is cut into the longest pieces that the vocabulary has. Immutable.
 */
final class WordPieces {

    static final int CLS = 101;
    static final int SEP = 102;
    static final int MASK = 103;
    private static final int UNKNOWN = 100;
    private static final int LONGEST_WORD = 100;

    private final Map<String, Integer> first = new HashMap<>(50_000);
    private final Map<String, Integer> inner = new HashMap<>(12_000);

    /** Reads the vocabulary out of a {@code tokenizer.json}. */
    WordPieces(byte[] tokenizer) throws IOException {
        JsonNode model = new ObjectMapper().readTree(tokenizer).path("model");
        if (!model.path("type").asText().equals("WordPiece")) {
            throw new TaggerException("the tokenizer is not one of word pieces");
        }
        model.path("vocab").properties().forEach(entry -> {
            String piece = entry.getKey();
            int id = entry.getValue().asInt();
            if (piece.startsWith("##") && piece.length() > 2) {
                inner.put(piece.substring(2), id);
            } else {
                first.put(piece, id);
            }
        });
    }

    /** The pieces of a text, without the marks of beginning and end. */
    int[] pieces(String text) {
        int[] ids = new int[text.length() + 1];
        int count = 0;
        String clean = clean(text);
        int start = -1;
        for (int i = 0; i <= clean.length(); ) {
            int c = i < clean.length() ? clean.codePointAt(i) : ' ';
            boolean isBlank = Character.isWhitespace(c) || Character.isSpaceChar(c);
            boolean standsAlone = !isBlank && (isPunctuation(c) || isIdeograph(c));
            if (start >= 0 && (isBlank || standsAlone)) {
                ids = Arrays.copyOf(ids, Math.max(ids.length, count + i - start + 1));
                count = word(clean, start, i, ids, count);
                start = -1;
            }
            if (standsAlone) {
                int end = i + Character.charCount(c);
                ids = Arrays.copyOf(ids, Math.max(ids.length, count + 2));
                count = word(clean, i, end, ids, count);
            } else if (!isBlank && start < 0) {
                start = i;
            }
            i += i < clean.length() ? Character.charCount(c) : 1;
        }
        return Arrays.copyOf(ids, count);
    }

    private int word(String text, int start, int end, int[] ids, int count) {
        if (text.codePointCount(start, end) > LONGEST_WORD) {
            ids[count] = UNKNOWN;
            return count + 1;
        }
        int next = count;
        for (int from = start; from < end; ) {
            Map<String, Integer> vocabulary = from == start ? first : inner;
            int to = end;
            Integer id = null;
            while (to > from) {
                id = vocabulary.get(text.substring(from, to));
                if (id != null) {
                    break;
                }
                to--;
            }
            if (id == null) {
                ids[count] = UNKNOWN;
                return count + 1;
            }
            ids[next++] = id;
            from = to;
        }
        return next;
    }

    private static String clean(String text) {
        StringBuilder clean = new StringBuilder(text.length());
        String parted = Normalizer.normalize(text, Normalizer.Form.NFD);
        parted.codePoints().forEach(c -> {
            int type = Character.getType(c);
            if (Character.isWhitespace(c)) {
                clean.append(' ');
            } else if (c != 0
                    && c != 0xfffd
                    && type != Character.CONTROL
                    && type != Character.FORMAT
                    && type != Character.PRIVATE_USE
                    && type != Character.SURROGATE
                    && type != Character.NON_SPACING_MARK) {
                clean.appendCodePoint(c);
            }
        });
        return clean.toString().toLowerCase(Locale.ROOT);
    }

    private static boolean isPunctuation(int c) {
        if (c < 0x80) {
            return c > ' ' && c < 0x7f && !Character.isLetterOrDigit(c);
        }
        return switch (Character.getType(c)) {
            case Character.CONNECTOR_PUNCTUATION,
                    Character.DASH_PUNCTUATION,
                    Character.START_PUNCTUATION,
                    Character.END_PUNCTUATION,
                    Character.INITIAL_QUOTE_PUNCTUATION,
                    Character.FINAL_QUOTE_PUNCTUATION,
                    Character.OTHER_PUNCTUATION -> true;
            default -> false;
        };
    }

    private static boolean isIdeograph(int c) {
        return (c >= 0x4e00 && c <= 0x9fff)
                || (c >= 0x3400 && c <= 0x4dbf)
                || (c >= 0x20000 && c <= 0x2a6df)
                || (c >= 0x2a700 && c <= 0x2b81f)
                || (c >= 0x2b920 && c <= 0x2ceaf)
                || (c >= 0xf900 && c <= 0xfaff)
                || (c >= 0x2f800 && c <= 0x2fa1f);
    }
}
