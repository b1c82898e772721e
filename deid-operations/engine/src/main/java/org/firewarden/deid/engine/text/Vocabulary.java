package org.firewarden.deid.engine.text;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Which words are known: English and clinical ones, frequent ones among them, and names of people and places. Words are kept as
 * 64-bit hashes, so that a look-up makes no garbage.
 *
 * <p>The table is made from SCOWL (word sizes up to 70, frequent ones up to 35), the displays of Synthea's modules, and names of
 * the people-names list of cspell and of stdlib's first names; NOTICE beside it says under which licences.
 */
public final class Vocabulary {

    /** No word, so equal to none. */
    static final String NO_WORD = "\u0000";

    private static final int KNOWN = 1;
    private static final int COMMON = 2;
    private static final int NAME = 4;
    private static final int CLINICAL = 8;

    private final long[] hashes = new long[1 << 19];
    private final byte[] flags = new byte[1 << 19];
    private final @Nullable String[] specials = new String[1 << 19];

    /** Reads the table. */
    public Vocabulary() {
        try (InputStream in = Vocabulary.class.getResourceAsStream("words.tsv.gz")) {
            if (in == null) {
                throw new IllegalStateException("the jar lacks the vocabulary");
            }
            BufferedReader reader =
                    new BufferedReader(new InputStreamReader(new GZIPInputStream(in), StandardCharsets.UTF_8));
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                int tab = line.indexOf('\t');
                add(line.substring(0, tab), line.substring(tab + 1));
            }
            Words.special().forEach(word -> specials[add(word, "")] = word);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private int add(String word, String letters) {
        int flag = 0;
        for (int i = 0; i < letters.length(); i++) {
            flag |= switch (letters.charAt(i)) {
                case 'c' -> COMMON;
                case 'k' -> KNOWN;
                case 'n' -> NAME;
                default -> CLINICAL;
            };
        }
        char[] chars = word.toCharArray();
        long hash = hash(chars, 0, chars.length);
        int slot = (int) hash & (hashes.length - 1);
        while (hashes[slot] != 0 && hashes[slot] != hash) {
            slot = (slot + 1) & (hashes.length - 1);
        }
        hashes[slot] = hash;
        flags[slot] |= (byte) flag;
        return slot;
    }

    /** What is known of a word, without regard to case; 0 for nothing. */
    int flags(char[] chars, int start, int end) {
        int slot = slot(chars, start, end);
        return slot < 0 ? 0 : flags[slot];
    }

    /** Where a word stands in the table; negative if it does not. */
    int slot(char[] chars, int start, int end) {
        long hash = hash(chars, start, end);
        int slot = (int) hash & (hashes.length - 1);
        while (hashes[slot] != 0) {
            if (hashes[slot] == hash) {
                return slot;
            }
            slot = (slot + 1) & (hashes.length - 1);
        }
        return -1;
    }

    /** What is known of the word at a place in the table. */
    int flagsAt(int slot) {
        return slot < 0 ? 0 : flags[slot];
    }

    /** The word at a place, if the layers go by it; else something that is no word. */
    String specialAt(int slot) {
        String special = slot < 0 ? null : specials[slot];
        return special == null ? NO_WORD : special;
    }

    /** True for a word of the language, in lower case. */
    public boolean isWord(String word) {
        return isKnown(flags(word));
    }

    int flags(String word) {
        return flags(word.toCharArray(), 0, word.length());
    }

    static boolean isKnown(int flags) {
        return (flags & KNOWN) != 0;
    }

    static boolean isCommon(int flags) {
        return (flags & COMMON) != 0;
    }

    static boolean isName(int flags) {
        return (flags & NAME) != 0;
    }

    static boolean isClinical(int flags) {
        return (flags & CLINICAL) != 0;
    }

    private static long hash(char[] chars, int start, int end) {
        long hash = 0xcbf29ce484222325L;
        for (int i = start; i < end; i++) {
            char c = chars[i];
            hash = (hash ^ (c >= 'A' && c <= 'Z' ? c + 32 : c < 0x80 ? c : Character.toLowerCase(c))) * 0x100000001b3L;
        }
        hash ^= hash >>> 32;
        hash *= 0x9e3779b97f4a7c15L;
        hash ^= hash >>> 29;
        return hash == 0 ? 1 : hash;
    }
}
