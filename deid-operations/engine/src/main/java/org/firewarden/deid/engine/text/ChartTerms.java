package org.firewarden.deid.engine.text;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.firewarden.deid.engine.chart.Term;
import org.firewarden.deid.engine.chart.Term.Kind;
import org.jspecify.annotations.Nullable;

/**
 * A patient's terms, ready to be hunted in a text: with nicknames, slips of OCR and of the hand, and titles taken off. A name that
 * is a word too, such as Young, counts only where it is written with a capital.
 */
public final class ChartTerms {

    /** For a text that is nobody's. */
    public static final ChartTerms NONE = new ChartTerms(List.of(), null, false);

    private static final int SLIPS_FROM = 5;
    private static final int INSIDE_FROM = 6;

    private enum Care {
        /** Found however it is written. */
        ANY,
        /** Found with a capital. */
        CAPITAL,
        /** Found with a capital that no sentence begins with. */
        INSIDE_SENTENCE
    }

    private record Hunted(String replacement, Care care, boolean isWhole) {}

    private final List<Hunted> hunted = new ArrayList<>();
    private final AhoCorasick automaton;
    private final boolean isEmpty;

    ChartTerms(List<Term> terms, @Nullable Vocabulary vocabulary, boolean keepsPlaces) {
        Map<String, Hunted> all = new LinkedHashMap<>();
        for (Term term : terms) {
            boolean isKept = keepsPlaces && (term.kind() == Kind.PLACE || term.kind() == Kind.ZIP);
            if (!isKept && vocabulary != null) {
                add(term, vocabulary, all);
            }
        }
        isEmpty = all.isEmpty();
        hunted.addAll(all.values());
        automaton = new AhoCorasick(List.copyOf(all.keySet()));
    }

    private static void add(Term term, Vocabulary vocabulary, Map<String, Hunted> all) {
        NormalText normal = NormalText.of(term.text());
        String text = normal.text(0, normal.length()).strip().toLowerCase(Locale.ROOT);
        switch (term.kind()) {
            case NAME, PERSON, CLINICIAN -> names(text, term.kind(), vocabulary, all);
            case STREET -> {
                put(all, text, new Hunted("[ADDRESS]", Care.ANY, true));
                street(text, all);
            }
            case PLACE, ORGANIZATION -> {
                boolean isWord = text.indexOf(' ') < 0 && Vocabulary.isKnown(vocabulary.flags(text));
                put(all, text, new Hunted(term.kind().replacement(), isWord ? Care.CAPITAL : Care.ANY, true));
            }
            case ZIP -> {
                // A bare ZIP code is five digits among many; patterns know it by what stands before it.
            }
            case PHONE, NUMBER, MAIL, COORDINATE -> {
                if (text.length() >= 4) {
                    put(all, text, new Hunted(term.kind().replacement(), Care.ANY, text.length() < INSIDE_FROM));
                }
            }
        }
    }

    private static void street(String text, Map<String, Hunted> all) {
        String[] words = text.split(" ", -1);
        if (words.length < 3) {
            return;
        }
        Map<String, String> forms = Map.of(
                "street",
                "st",
                "avenue",
                "ave",
                "road",
                "rd",
                "drive",
                "dr",
                "lane",
                "ln",
                "court",
                "ct",
                "boulevard",
                "blvd");
        forms.forEach((full, brief) -> {
            put(all, text.replaceFirst("\\b" + full + "\\b", brief), new Hunted("[ADDRESS]", Care.ANY, true));
            put(all, text.replaceFirst("\\b" + brief + "\\b", full), new Hunted("[ADDRESS]", Care.ANY, true));
        });
    }

    private static void names(String text, Kind kind, Vocabulary vocabulary, Map<String, Hunted> all) {
        Set<String> parts = new HashSet<>();
        for (String word : text.split("[^\\p{L}'-]+", -1)) {
            boolean isTitle = Words.TITLES.contains(word) || Words.CREDENTIALS.contains(word);
            if (word.length() > 1 && !isTitle) {
                parts.add(word);
                for (String piece : word.split("[-']", -1)) {
                    if (piece.length() > 2) {
                        parts.add(piece);
                    }
                }
                if (word.indexOf('\'') > 0) {
                    parts.add(word.replace("'", ""));
                }
            }
        }
        for (String part : parts) {
            int flags = vocabulary.flags(part);
            boolean isWord = Vocabulary.isKnown(flags) || part.length() < 3;
            put(
                    all,
                    part,
                    new Hunted("[NAME]", isWord ? Care.CAPITAL : Care.ANY, part.length() < INSIDE_FROM || isWord));
            if (kind == Kind.CLINICIAN) {
                continue;
            }
            for (String other : Nicknames.of(part)) {
                boolean isPlain = Vocabulary.isKnown(vocabulary.flags(other)) || other.length() < 4;
                put(all, other, new Hunted("[NAME]", isPlain ? Care.INSIDE_SENTENCE : Care.CAPITAL, true));
            }
            for (String slip : slips(part)) {
                if (!Vocabulary.isKnown(vocabulary.flags(slip))) {
                    put(all, slip, new Hunted("[NAME]", Care.ANY, true));
                }
            }
        }
    }

    /** What a scanner or a hand makes of a name. */
    private static Set<String> slips(String name) {
        Set<String> slips = new HashSet<>();
        for (String[] pair : new String[][] {{"m", "rn"}, {"d", "cl"}, {"w", "vv"}, {"h", "li"}, {"n", "ri"}}) {
            replaceEach(name, pair[0], pair[1], slips);
            replaceEach(name, pair[1], pair[0], slips);
        }
        if (name.length() >= SLIPS_FROM) {
            for (int i = 0; i + 1 < name.length(); i++) {
                slips.add(name.substring(0, i) + name.charAt(i + 1) + name.charAt(i) + name.substring(i + 2));
                if (i > 0) {
                    slips.add(name.substring(0, i) + name.substring(i + 1));
                    slips.add(name.substring(0, i) + name.charAt(i) + name.substring(i));
                }
            }
        }
        slips.remove(name);
        return slips;
    }

    private static void replaceEach(String name, String from, String to, Set<String> slips) {
        for (int i = name.indexOf(from); i >= 0; i = name.indexOf(from, i + 1)) {
            slips.add(name.substring(0, i) + to + name.substring(i + from.length()));
        }
    }

    private static void put(Map<String, Hunted> all, String text, Hunted how) {
        if (text.length() > 1) {
            all.merge(text, how, (one, other) -> one.care().compareTo(other.care()) <= 0 ? one : other);
        }
    }

    /** Claims what is found of the terms. */
    void claim(Tokens tokens) {
        if (isEmpty) {
            return;
        }
        NormalText text = tokens.text();
        int[] cursor = {0};
        automaton.find(text.chars(), text.length(), (word, start, end) -> {
            Hunted what = hunted.get(word);
            int at = cursor[0];
            while (at > 0 && tokens.start(at) > start) {
                at--;
            }
            while (at < tokens.count() && tokens.end(at) <= start) {
                at++;
            }
            cursor[0] = Math.min(at, Math.max(0, tokens.count() - 1));
            claim(tokens, what, at, start, end);
        });
        initials(tokens);
    }

    private static void claim(Tokens tokens, Hunted what, int first, int start, int end) {
        if (first >= tokens.count()) {
            return;
        }
        int last = first;
        while (last + 1 < tokens.count() && tokens.start(last + 1) < end) {
            last++;
        }
        boolean isAligned = tokens.start(first) == start && endsAt(tokens, last, end);
        if (!isAligned && what.isWhole()) {
            return;
        }
        if (what.care() != Care.ANY) {
            boolean isUpper = tokens.isCapital(first);
            boolean opensSentence =
                    tokens.startsLine(first) || tokens.isSign(first - 1, '.') || tokens.isSign(first - 1, ':');
            if (!isUpper || (what.care() == Care.INSIDE_SENTENCE && (opensSentence || isEponym(tokens, last)))) {
                return;
            }
        }
        tokens.claim(first, last + 1, what.replacement());
    }

    private static boolean isEponym(Tokens tokens, int last) {
        return Words.EPONYM_NOUNS.contains(tokens.word(last + 1));
    }

    /** True if a token ends there, or with a possessive behind it. */
    private static boolean endsAt(Tokens tokens, int last, int end) {
        int left = tokens.end(last) - end;
        return left == 0
                || (left == 2 && tokens.text().chars()[end] == '\'')
                || (left == 1 && Character.toLowerCase(tokens.text().chars()[end]) == 's');
    }

    /** Takes an initial beside a name along: J. Zebedee, Zebedee, J. */
    private static void initials(Tokens tokens) {
        for (int i = 0; i < tokens.count(); i++) {
            if (!"[NAME]".equals(tokens.claim(i))) {
                continue;
            }
            int back = i - 1;
            while (tokens.isSign(back, '.') && isInitial(tokens, back - 1)) {
                tokens.claim(back - 1, back + 1, "[NAME]");
                back -= 2;
            }
            if (isInitial(tokens, back)
                    && tokens.isCapital(back)
                    && !tokens.word(back).equals("i")
                    && !tokens.word(back).equals("a")) {
                tokens.claim(back, back + 1, "[NAME]");
            }
            int next = i + 1;
            if (tokens.isSign(next, ',')) {
                next++;
            }
            if (isInitial(tokens, next) && tokens.isSign(next + 1, '.') && !tokens.startsLine(next)) {
                tokens.claim(next, next + 2, "[NAME]");
            }
        }
    }

    private static boolean isInitial(Tokens tokens, int i) {
        return tokens.is(i, Tokens.Kind.WORD) && tokens.length(i) == 1 && !tokens.isClaimed(i);
    }
}
