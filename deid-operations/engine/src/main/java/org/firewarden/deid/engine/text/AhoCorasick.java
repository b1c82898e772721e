package org.firewarden.deid.engine.text;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/**
 * Finds many words in one walk over a text, in time that grows with the text alone (Aho and Corasick 1975). Letters and digits that
 * are taken for each other are one: case, 0 and o, 1 and l and i, 5 and s, 8 and b.
 */
public final class AhoCorasick {

    private static final int ALPHABET = 64;
    private static final byte[] FOLD = new byte[128];

    static {
        Arrays.fill(FOLD, (byte) 0);
        for (char c = 'a'; c <= 'z'; c++) {
            FOLD[c] = (byte) (c - 'a' + 1);
            FOLD[c - 32] = FOLD[c];
        }
        for (char c = '0'; c <= '9'; c++) {
            FOLD[c] = (byte) (27 + c - '0');
        }
        FOLD['0'] = FOLD['o'];
        FOLD['1'] = FOLD['l'];
        FOLD['i'] = FOLD['l'];
        FOLD['I'] = FOLD['l'];
        FOLD['|'] = FOLD['l'];
        FOLD['5'] = FOLD['s'];
        FOLD['$'] = FOLD['s'];
        FOLD['8'] = FOLD['b'];
        String signs = " -'.,@/#:&()+_%=;";
        for (int i = 0; i < signs.length(); i++) {
            FOLD[signs.charAt(i)] = (byte) (38 + i);
        }
        FOLD['\n'] = FOLD[' '];
        FOLD['\t'] = FOLD[' '];
        FOLD['\r'] = FOLD[' '];
    }

    /** Takes what is found. */
    public interface Found {
        /** The word of that number ends before a place. */
        void at(int word, int start, int end);
    }

    private int[] next = new int[ALPHABET * 64];
    private int[] word = new int[64];
    private int[] link;
    private int[] output;
    private int[] fail;
    private int nodes = 1;
    private final int[] lengths;

    /** Builds the automaton of words; empty ones are never found. */
    public AhoCorasick(List<String> words) {
        lengths = new int[words.size()];
        Arrays.fill(word, -1);
        List<int[]> twins = new ArrayList<>();
        for (int i = 0; i < words.size(); i++) {
            add(words.get(i), i, twins);
        }
        fail = new int[nodes];
        output = new int[nodes];
        link = new int[words.size()];
        Arrays.fill(link, -1);
        twins.forEach(twin -> {
            link[twin[1]] = word[twin[0]];
            word[twin[0]] = twin[1];
        });
        complete();
    }

    private void add(String text, int number, List<int[]> twins) {
        int node = 0;
        for (int i = 0; i < text.length(); i++) {
            int at = node * ALPHABET + fold(text.charAt(i));
            if (next[at] == 0) {
                if (nodes == word.length) {
                    word = Arrays.copyOf(word, nodes * 2);
                    Arrays.fill(word, nodes, nodes * 2, -1);
                    next = Arrays.copyOf(next, nodes * 2 * ALPHABET);
                }
                next[at] = nodes++;
            }
            node = next[at];
        }
        lengths[number] = text.length();
        if (node != 0) {
            if (word[node] < 0) {
                word[node] = number;
            } else {
                twins.add(new int[] {node, number});
            }
        }
    }

    private void complete() {
        Deque<Integer> queue = new ArrayDeque<>();
        for (int c = 0; c < ALPHABET; c++) {
            if (next[c] != 0) {
                queue.add(next[c]);
            }
        }
        while (!queue.isEmpty()) {
            int node = queue.remove();
            output[node] = word[fail[node]] >= 0 ? fail[node] : output[fail[node]];
            for (int c = 0; c < ALPHABET; c++) {
                int child = next[node * ALPHABET + c];
                int otherwise = next[fail[node] * ALPHABET + c];
                if (child == 0) {
                    next[node * ALPHABET + c] = otherwise;
                } else {
                    fail[child] = otherwise;
                    queue.add(child);
                }
            }
        }
    }

    private static int fold(char c) {
        if (c < 128) {
            return FOLD[c];
        }
        return 55 + (c & 7);
    }

    /** Walks over a text. */
    public void find(char[] text, int length, Found found) {
        int node = 0;
        int[] table = next;
        for (int i = 0; i < length; i++) {
            node = table[node * ALPHABET + fold(text[i])];
            if (word[node] >= 0 || output[node] != 0) {
                report(node, i + 1, found);
            }
        }
    }

    /** Walks over bytes, of which each is a character. */
    public void find(byte[] text, int length, Found found) {
        int node = 0;
        int[] table = next;
        for (int i = 0; i < length; i++) {
            byte c = text[i];
            node = table[node * ALPHABET + (c >= 0 ? FOLD[c] : 55 + (c & 7))];
            if (word[node] >= 0 || output[node] != 0) {
                report(node, i + 1, found);
            }
        }
    }

    private void report(int from, int end, Found found) {
        for (int node = from; node != 0; node = output[node]) {
            for (int number = word[node]; number >= 0; number = link[number]) {
                found.at(number, end - lengths[number], end);
            }
        }
    }
}
