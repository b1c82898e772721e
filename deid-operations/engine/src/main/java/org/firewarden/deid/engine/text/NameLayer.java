package org.firewarden.deid.engine.text;

import org.firewarden.deid.engine.place.Territories;
import org.firewarden.deid.engine.text.Tokens.Kind;

/**
 * Finds names that no chart knows. Words that no vocabulary knows do not come out: with a capital they are taken for a name.
 * Words that are known and are names too (Young, Parkinson) are judged by what stands around them.
 */
final class NameLayer {

    private static final String NAME = "[NAME]";
    private static final String UNKNOWN = "[WORD]";
    private static final int ABBREVIATION = 5;

    private final Tokens tokens;
    private final Vocabulary vocabulary;
    private final Territories territories;

    private final boolean keepsPlaces;

    NameLayer(Tokens tokens, Vocabulary vocabulary, Territories territories, boolean keepsPlaces) {
        this.keepsPlaces = keepsPlaces;
        this.tokens = tokens;
        this.vocabulary = vocabulary;
        this.territories = territories;
    }

    void claim() {
        for (int i = 2; i < tokens.count(); i++) {
            boolean isCredential = Words.CREDENTIALS.contains(tokens.word(i)) && !tokens.isNumber(i + 1, 5, 5);
            if (tokens.isSign(i - 1, ',') && tokens.isCapital(i) && !isCredential && isTerritory(i)) {
                place(i - 2);
            }
        }
        for (int i = 0; i < tokens.count(); i++) {
            if (!tokens.isClaimed(i) && tokens.is(i, Kind.WORD)) {
                word(i);
            }
        }
        for (int i = 0; i < tokens.count(); i++) {
            if (NAME.equals(tokens.claim(i))) {
                beside(i);
            }
        }
    }

    /** The capitalised words before the comma and a state: a city. */
    private void place(int last) {
        int first = last;
        while (first > 0
                && first > last - 2
                && tokens.isCapital(first - 1)
                && !tokens.isClaimed(first - 1)
                && !tokens.startsLine(first)) {
            first--;
        }
        if (!keepsPlaces && tokens.isCapital(last) && !tokens.isClaimed(last) && !isTerritory(last)) {
            tokens.claim(first, last + 1, "[PLACE]");
        }
    }

    private void word(int i) {
        int length = tokens.length(i);
        if (length == 1) {
            return;
        }
        boolean isCapital = tokens.isCapital(i);
        if (!isCapital && Vocabulary.isKnown(tokens.flags(i))) {
            return;
        }
        int flags = flags(i);
        String word = tokens.word(i);
        if (Words.TITLES.contains(word) || (Words.CREDENTIALS.contains(word) && !Vocabulary.isName(flags))) {
            return;
        }
        if (Vocabulary.isKnown(flags)) {
            if (isCapital && Vocabulary.isName(flags) && isNamed(i, flags)) {
                tokens.claim(i, i + 1, NAME);
            }
            return;
        }
        if (isCapital) {
            if (isTerritory(i)) {
                return;
            }
            if (isAbbreviation(i, flags) || isClinicalForm(i) && !Vocabulary.isName(flags)) {
                return;
            }
            if (Vocabulary.isName(flags) && isEponym(i)) {
                return;
            }
            tokens.claim(i, i + 1, NAME);
        } else if (length > 2 && !isClinicalForm(i)) {
            tokens.claim(i, i + 1, Vocabulary.isName(flags) ? NAME : UNKNOWN);
        }
    }

    /** What is known of a word, or of what it was made of. */
    private int flags(int i) {
        char[] chars = tokens.text().chars();
        int start = tokens.start(i);
        int end = tokens.end(i);
        int flags = tokens.flags(i);
        if (flags != 0) {
            return flags;
        }
        if (end - start > 3 && chars[end - 2] == '\'' && (chars[end - 1] | 32) == 's') {
            return vocabulary.flags(chars, start, end - 2);
        }
        if (end - start > 4 && (chars[end - 1] | 32) == 's') {
            int stem = vocabulary.flags(chars, start, end - 1);
            return Vocabulary.isName(stem) ? 0 : stem;
        }
        if (tokens.isSign(i - 1, '\'') || tokens.isSign(i + 1, '\'')) {
            return flags;
        }
        for (String prefix : PREFIXES) {
            if (end - start > prefix.length() + 3 && startsWith(chars, start, prefix)) {
                int rest = vocabulary.flags(chars, start + prefix.length(), end);
                if (Vocabulary.isKnown(rest) && !Vocabulary.isName(rest)) {
                    return rest;
                }
            }
        }
        return 0;
    }

    private static final String[] PREFIXES = {
        "non", "anti", "hyper", "hypo", "post", "pre", "peri", "sub", "supra", "infra", "inter", "intra", "trans",
        "micro", "macro", "poly", "multi", "neuro", "cardio", "gastro", "hepato", "nephro", "osteo", "broncho",
        "pneumo", "electro", "echo", "radio", "immuno", "thrombo", "leuko", "lympho", "myo", "retro", "endo", "extra",
        "tachy", "brady"
    };

    private static boolean startsWith(char[] chars, int start, String prefix) {
        for (int i = 0; i < prefix.length(); i++) {
            if ((chars[start + i] | 32) != prefix.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private boolean isNamed(int i, int flags) {
        if (isEponym(i)) {
            return false;
        }
        if (isAfterTitle(i) || isBeforeCredential(i)) {
            return true;
        }
        boolean opens = opensSentence(i);
        boolean isShout = tokens.isAllCapitals(i);
        boolean besideName = isFirstName(i - 1)
                || isOnlyName(i + 1) && !isEponym(i + 1)
                || NAME.equals(tokens.claim(i - 1))
                || commaName(i);
        if (besideName && !(opens && Vocabulary.isCommon(flags) && !isOnlyName(i + 1))) {
            return true;
        }
        if (Words.RELATIONS.contains(tokens.word(i - 1))
                || (tokens.isSign(i - 1, ',') || tokens.isSign(i - 1, ':'))
                        && Words.RELATIONS.contains(tokens.word(i - 2))) {
            return !isShout || Words.RELATIONS.contains(tokens.word(i - 1));
        }
        return !opens
                && !isShout
                && !Vocabulary.isClinical(flags)
                && !(tokens.isCapital(i + 1) && !isOnlyName(i + 1))
                && !(tokens.isCapital(i - 1) && !isOnlyName(i - 1))
                && (!Vocabulary.isCommon(flags) || isSentence(i));
    }

    /** True if the words around it are written small, so that its capital means something. */
    private boolean isSentence(int i) {
        return tokens.is(i - 1, Kind.WORD)
                && !tokens.isCapital(i - 1)
                && (!tokens.is(i + 1, Kind.WORD) || !tokens.isCapital(i + 1));
    }

    /** Brown, Mark. */
    private boolean commaName(int i) {
        return tokens.isSign(i + 1, ',') && isOnlyName(i + 2) && tokens.isCapital(i + 2)
                || tokens.isSign(i - 1, ',') && isOnlyName(i - 2) && tokens.isCapital(i - 2);
    }

    private boolean isEponym(int i) {
        int next = i + 1;
        if (tokens.isSign(next, '\'') && tokens.word(next + 1).equals("s")) {
            next += 2;
        }
        if (tokens.isSign(next, '-') && tokens.isCapital(next + 1) && tokens.touchesNext(i)) {
            // Guillain-Barre syndrome.
            return Words.EPONYM_NOUNS.contains(tokens.word(next + 2));
        }
        return Words.EPONYM_NOUNS.contains(tokens.word(next))
                || isClinicalName(i) && !isAfterTitle(i) && !isFirstName(i - 1);
    }

    /** A name that medicine uses as a word: Foley, Apgar, Holter. */
    private boolean isClinicalName(int i) {
        int flags = flags(i);
        return Vocabulary.isClinical(flags) && Vocabulary.isName(flags) && !Vocabulary.isCommon(flags);
    }

    private boolean isAfterTitle(int i) {
        int back = tokens.isSign(i - 1, '.') ? i - 2 : i - 1;
        if (!Words.TITLES.contains(tokens.word(back))) {
            // Dr. J. Brown
            if (tokens.isSign(i - 1, '.')
                    && tokens.is(i - 2, Kind.WORD)
                    && tokens.length(i - 2) == 1
                    && tokens.isCapital(i - 2)) {
                int title = tokens.isSign(i - 3, '.') ? i - 4 : i - 3;
                return Words.TITLES.contains(tokens.word(title)) || !opensSentence(i - 2);
            }
            return false;
        }
        return tokens.isCapital(back) || !Words.RELATIONS.contains(tokens.word(back));
    }

    private boolean isBeforeCredential(int i) {
        int next = tokens.isSign(i + 1, ',') ? i + 2 : i + 1;
        return Words.CREDENTIALS.contains(tokens.word(next))
                && (tokens.isAllCapitals(next) || tokens.word(next).length() > 2)
                && (tokens.isSign(i + 1, ',') || tokens.isCapital(next));
    }

    /** A capitalised word that is a name and nothing frequent. */
    private boolean isFirstName(int i) {
        if (!tokens.is(i, Kind.WORD) || !tokens.isCapital(i) || tokens.length(i) < 2) {
            return NAME.equals(tokens.claim(i));
        }
        int flags = flags(i);
        return Vocabulary.isName(flags) && !Vocabulary.isCommon(flags) && !Vocabulary.isClinical(flags);
    }

    private boolean isOnlyName(int i) {
        if (NAME.equals(tokens.claim(i))) {
            return true;
        }
        if (!tokens.is(i, Kind.WORD) || !tokens.isCapital(i) || tokens.length(i) < 2 || tokens.isClaimed(i)) {
            return false;
        }
        int flags = flags(i);
        return Vocabulary.isName(flags) && !Vocabulary.isKnown(flags)
                || flags == 0 && !isAbbreviation(i, flags) && !isClinicalForm(i);
    }

    private boolean opensSentence(int i) {
        return tokens.startsLine(i)
                || tokens.isSign(i - 1, '.')
                || tokens.isSign(i - 1, ':')
                || tokens.isSign(i - 1, '-')
                || tokens.isSign(i - 1, '!')
                || tokens.isSign(i - 1, '?')
                || tokens.isSign(i - 1, '*')
                || tokens.isSign(i - 1, '"')
                || tokens.isSign(i - 1, ';')
                || tokens.isSign(i - 1, '>');
    }

    private boolean isAbbreviation(int i, int flags) {
        return tokens.isAllCapitals(i)
                && tokens.length(i) <= ABBREVIATION
                && !Vocabulary.isName(flags)
                && !(tokens.isAllCapitals(i - 1) && tokens.isAllCapitals(i + 1));
    }

    private boolean isTerritory(int i) {
        String text = tokens.string(i);
        return territories.state(text).isPresent() && (tokens.length(i) > 2 || tokens.isAllCapitals(i))
                || territories.country(text).isPresent()
                || territories.state(text + " " + tokens.string(i + 1)).isPresent()
                || territories.state(tokens.string(i - 1) + " " + text).isPresent();
    }

    private boolean isClinicalForm(int i) {
        if (tokens.length(i) < 6) {
            return false;
        }
        String word = tokens.lower(i);
        String singular = word.endsWith("s") && !word.endsWith("ss") && !word.endsWith("is")
                ? word.substring(0, word.length() - 1)
                : word;
        for (String ending : Words.CLINICAL_ENDINGS) {
            if ((word.endsWith(ending) || singular.endsWith(ending)) && word.length() > ending.length() + 2) {
                return true;
            }
        }
        return false;
    }

    /** Takes along what stands beside a name: an initial, the other half. */
    private void beside(int i) {
        int next = i + 1;
        if (tokens.is(next, Kind.WORD)
                && !tokens.isClaimed(next)
                && tokens.length(next) == 1
                && tokens.isCapital(next)
                && tokens.isSign(next + 1, '.')
                && tokens.is(next + 2, Kind.WORD)) {
            tokens.claim(next, next + 2, NAME);
        }
        int back = tokens.isSign(i - 1, '.') ? i - 2 : i - 1;
        if (tokens.is(back, Kind.WORD)
                && !tokens.isClaimed(back)
                && tokens.length(back) == 1
                && tokens.isCapital(back)
                && !tokens.word(back).equals("a")
                && !tokens.word(back).equals("i")
                && !tokens.startsLine(i)) {
            tokens.claim(back, i, NAME);
        } else if (tokens.is(i - 1, Kind.WORD)
                && !tokens.isClaimed(i - 1)
                && tokens.isCapital(i - 1)
                && !tokens.startsLine(i)
                && !isAfterTitle(i)
                && !Words.TITLES.contains(tokens.word(i - 1))
                && Vocabulary.isName(flags(i - 1))
                && !Words.RELATIONS.contains(tokens.word(i - 1))) {
            tokens.claim(i - 1, i, NAME);
        }
    }
}
