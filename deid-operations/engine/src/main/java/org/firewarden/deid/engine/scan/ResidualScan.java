package org.firewarden.deid.engine.scan;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.firewarden.deid.engine.chart.Charts;
import org.firewarden.deid.engine.chart.Term;
import org.firewarden.deid.engine.chart.Term.Kind;
import org.firewarden.deid.engine.text.AhoCorasick;

/**
 * Scans each resource for the identifiers of its own patient before it is released (45 CFR 164.514(b)(2)(ii): no actual knowledge).
 * Identifiers so short that chance would meet them, and ZIP codes, whose five digits stand in codes and amounts, are left to the
 * rules. Safe for many threads.
 */
public final class ResidualScan {

    private static final int REMEMBERED = 64;
    private static final int SHORTEST_NAME = 3;
    private static final int SHORTEST_NUMBER = 5;

    private static final Pattern WORDS = Pattern.compile("[^\\p{L}'-]+");

    @SuppressWarnings("ArrayRecordComponent") // Compared by nobody.
    private record Spelling(byte[] bytes, Spellings.Care care) {}

    private record Hunt(AhoCorasick automaton, List<Spelling> spellings) {}

    private final Charts charts;
    private final Predicate<String> isWord;
    private final Predicate<String> isReleasedPlace;
    private final boolean keepsPlaces;
    private final AtomicLong scanned = new AtomicLong();
    private final AtomicLong held = new AtomicLong();
    private final Map<String, Hunt> hunts = new LinkedHashMap<>(REMEMBERED, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Hunt> eldest) {
            return size() > REMEMBERED;
        }
    };

    /**
     * Prepares a scan.
     *
     * @param isWord true for a word of the language, in lower case, which counts as a name only where it is written as one
     * @param isReleasedPlace true for the name of a state or country, which comes out
     * @param keepsPlaces whether cities come out too
     */
    public ResidualScan(
            Charts charts, Predicate<String> isWord, Predicate<String> isReleasedPlace, boolean keepsPlaces) {
        this.charts = charts;
        this.isWord = isWord;
        this.isReleasedPlace = isReleasedPlace;
        this.keepsPlaces = keepsPlaces;
    }

    /**
     * Passes a resource that is about to be released.
     *
     * @param patient its patient in the source
     * @throws ResidualIdentifierException if an identifier of the patient is left in it
     */
    public void pass(String patient, byte[] json) throws ResidualIdentifierException {
        scanned.incrementAndGet();
        Hunt hunt = hunt(patient);
        boolean[] isFound = {false};
        hunt.automaton()
                .find(
                        json,
                        json.length,
                        (word, start, end) -> isFound[0] |=
                                isFound[0] || isMet(hunt.spellings().get(word), json, start, end));
        if (isFound[0]) {
            held.incrementAndGet();
            throw new ResidualIdentifierException();
        }
    }

    /** How many resources were scanned. */
    public long scanned() {
        return scanned.get();
    }

    /** How many of them were held. */
    public long held() {
        return held.get();
    }

    private static boolean isMet(Spelling spelling, byte[] json, int start, int end) {
        boolean isExact = Arrays.equals(json, start, end, spelling.bytes(), 0, spelling.bytes().length);
        return switch (spelling.care()) {
            case EXACT -> isExact;
            case EXACT_WORD -> isExact && isApart(json, start, end);
            case WORD -> equalsIgnoringCase(spelling.bytes(), json, start) && isApart(json, start, end);
        };
    }

    private static boolean equalsIgnoringCase(byte[] word, byte[] json, int start) {
        for (int i = 0; i < word.length; i++) {
            byte c = json[start + i];
            if ((c >= 'A' && c <= 'Z' ? c + 32 : c) != word[i]) {
                return false;
            }
        }
        return true;
    }

    private static boolean isApart(byte[] json, int start, int end) {
        // An escape such as \n is no letter of the word behind it.
        boolean isEscape = start > 1 && json[start - 2] == '\\' && "nrtbf".indexOf(json[start - 1]) >= 0;
        return (start == 0 || isEscape || !isLetterOrDigit(json[start - 1]))
                && (end == json.length || !isLetterOrDigit(json[end]));
    }

    private static boolean isLetterOrDigit(byte c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c < 0;
    }

    private Hunt hunt(String patient) {
        synchronized (hunts) {
            Hunt known = hunts.get(patient);
            if (known != null) {
                return known;
            }
        }
        Map<String, Spellings.Care> all = new LinkedHashMap<>();
        for (Term term : charts.own(patient)) {
            add(term, all);
        }
        List<Spelling> spellings = new ArrayList<>();
        List<String> words = new ArrayList<>();
        all.forEach((text, care) -> {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            spellings.add(new Spelling(bytes, care));
            words.add(new String(bytes, StandardCharsets.ISO_8859_1));
        });
        Hunt made = new Hunt(new AhoCorasick(words), spellings);
        synchronized (hunts) {
            hunts.put(patient, made);
        }
        return made;
    }

    private void add(Term term, Map<String, Spellings.Care> all) {
        switch (term.kind()) {
            case NAME, PERSON -> {
                for (String word : WORDS.splitAsStream(term.text()).toList()) {
                    if (word.length() >= SHORTEST_NAME && !TITLES.contains(word.toLowerCase(Locale.ROOT))) {
                        spell(word, all);
                    }
                }
            }
            case STREET, MAIL -> {
                if (term.text().strip().length() >= SHORTEST_NUMBER) {
                    spell(term.text().strip(), all);
                }
            }
            case PLACE -> {
                if (!keepsPlaces && term.text().strip().length() > SHORTEST_NAME) {
                    spell(term.text().strip(), all);
                }
            }
            case PHONE, NUMBER, COORDINATE -> {
                String text = term.text().strip();
                if (text.length() >= SHORTEST_NUMBER) {
                    spell(text, all);
                    String digits = text.replaceAll("\\D", "");
                    if (term.kind() == Kind.PHONE && digits.length() > SHORTEST_NUMBER) {
                        spell(digits, all);
                    }
                }
            }
            case ZIP, ORGANIZATION, CLINICIAN -> {
                // ZIP codes stand in codes by chance; the others are not the patient's.
            }
        }
    }

    private static final Set<String> TITLES = Set.of("mrs", "miss", "prof", "rev", "iii");

    private void spell(String text, Map<String, Spellings.Care> all) {
        if (isReleasedPlace.test(text)) {
            return;
        }
        Spellings.of(text, isWord.test(text.toLowerCase(Locale.ROOT))).forEach(all::putIfAbsent);
    }
}
