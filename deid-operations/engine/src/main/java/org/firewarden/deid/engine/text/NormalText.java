package org.firewarden.deid.engine.text;

import java.text.Normalizer;
import java.util.Arrays;

/**
 * A text as it is matched: compatibility forms, accents, invisible characters and letters of other scripts that look Latin are
 * undone (Unicode TR 36, 2.2), and for each character it is known where in the original it stood.
 */
final class NormalText {

    private static final String LOOK_ALIKE =
            "\u0430a\u0435e\u043eo\u0440p\u0441c\u0445x\u0443y\u0456i\u0458j\u0455s\u04bbh\u0501d"
                    + "\u0410A\u0412B\u0415E\u041aK\u041cM\u041dH\u041eO\u0420P\u0421C\u0422T\u0425X\u0423Y\u0406I\u0408J\u0405S"
                    + "\u03b1a\u03bfo\u03c1p\u03bdv\u03b9i\u03bak\u0391A\u0392B\u0395E\u0396Z\u0397H\u0399I\u039aK\u039cM\u039dN\u039fO\u03a1P\u03a4T"
                    + "\u03a5Y\u03a7X\u0131i\u0261g\u1d00a\u2018'\u2019'\u02bc'\u2010-\u2011-\u2012-\u2013-\u2014-\u2212-\u2044/";
    private static final char[] TABLE = new char[0x2300];

    static {
        for (int i = 0; i < LOOK_ALIKE.length(); i += 2) {
            TABLE[LOOK_ALIKE.charAt(i)] = LOOK_ALIKE.charAt(i + 1);
        }
    }

    private char[] chars;
    private int[] origins;
    private int length;

    private NormalText(int capacity) {
        chars = new char[capacity];
        origins = new int[capacity];
    }

    static NormalText of(CharSequence text) {
        NormalText normal = new NormalText(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 0x80) {
                normal.add(c, i);
            } else if (Character.isHighSurrogate(c)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1))) {
                normal.compatible(new String(new char[] {c, text.charAt(i + 1)}), i);
                i++;
            } else {
                normal.other(c, i);
            }
        }
        normal.origins[normal.length] = text.length();
        return normal;
    }

    private void other(char c, int origin) {
        int type = Character.getType(c);
        if (type == Character.FORMAT || type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK) {
            return;
        }
        if (c < TABLE.length && TABLE[c] != 0) {
            add(TABLE[c], origin);
        } else if (c < 0xa0) {
            add(' ', origin);
        } else {
            compatible(String.valueOf(c), origin);
        }
    }

    private void compatible(String text, int origin) {
        String plain = Normalizer.normalize(text, Normalizer.Form.NFKD);
        for (int i = 0; i < plain.length(); i++) {
            char c = plain.charAt(i);
            if (Character.getType(c) != Character.NON_SPACING_MARK) {
                add(c < TABLE.length && TABLE[c] != 0 ? TABLE[c] : c, origin);
            }
        }
    }

    private void add(char c, int origin) {
        if (length + 1 >= chars.length) {
            chars = Arrays.copyOf(chars, chars.length * 2);
            origins = Arrays.copyOf(origins, origins.length * 2);
        }
        chars[length] = c;
        origins[length] = origin;
        length++;
    }

    int length() {
        return length;
    }

    char[] chars() {
        return chars;
    }

    /** Where a character stood in the original; for the end, where the original ends. */
    int origin(int index) {
        return origins[index];
    }

    /** A part of it. */
    String text(int start, int end) {
        return new String(chars, start, end - start);
    }
}
