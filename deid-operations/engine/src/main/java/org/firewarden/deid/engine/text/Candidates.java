package org.firewarden.deid.engine.text;

import java.util.Arrays;
import java.util.Set;
import org.firewarden.deid.engine.text.Tokens.Kind;

/**
 * Which words that the other layers left may be names after all, and what is seen of each. It is the cheap filter before the
 * tagger: words that are also names, capitals where none belong, and what the other layers spared for its form.
 */
final class Candidates {

    private static final String NAME = "[NAME]";

    /** Words that are in lists of names and yet never one in a note; without them each sentence would be asked about. */
    private static final Set<String> NEVER = Set.copyOf(Arrays.asList(
            ("a all also an and any are as at be been best both but by can could did do does done due each even ever every few"
                            + " for from had has have he her hers him his how i if in into is it its just last least less lot many"
                            + " me more most much my never next no none nor not now of off on once one only or other our out over"
                            + " per see seen she should since so some such than that the their them then there they this those"
                            + " three to too two under until up us very via was we well were what when where which while who"
                            + " whom why with would yes yet you your blood body care general heart high history level low mass"
                            + " normal record risk states test weight height english medical patient")
                    .split(" ", -1)));

    private final Tokens tokens;

    /** Style of the passage at hand. */
    private boolean isShout;

    private boolean isSmall;

    Candidates(Tokens tokens) {
        this.tokens = tokens;
    }

    /** Looks at how the tokens from one to another are written, before any of them is asked about. */
    void style(int from, int to) {
        int words = 0;
        int capitals = 0;
        int shouts = 0;
        for (int i = from; i < to; i++) {
            if (tokens.is(i, Kind.WORD) && tokens.length(i) > 2) {
                words++;
                capitals += tokens.isCapital(i) ? 1 : 0;
                shouts += tokens.isAllCapitals(i) ? 1 : 0;
            }
        }
        isShout = shouts > 1 && shouts * 10 >= words * 7;
        isSmall = capitals == 0;
    }

    /** True if a word may be a name that no other layer has found. */
    boolean may(int i) {
        if (!tokens.is(i, Kind.WORD) || tokens.isClaimed(i) || tokens.length(i) < 2) {
            return false;
        }
        int flags = tokens.flags(i);
        boolean isUnknown = !Vocabulary.isKnown(flags);
        boolean isNear = isCued(i) || isBesideName(i);
        String word = tokens.word(i);
        if (Words.TITLES.contains(word) || NEVER.contains(tokens.lower(i))) {
            return false;
        }
        if (!tokens.isCapital(i)) {
            // Written small: only where nothing is written large, or where a name is awaited.
            return isNear ? Vocabulary.isName(flags) || isUnknown : isSmall && Vocabulary.isName(flags);
        }
        if (tokens.isAllCapitals(i) && tokens.length(i) > 1) {
            if (!isShout) {
                return isNear && (isUnknown || Vocabulary.isName(flags));
            }
            return isNear || (isUnknown && tokens.length(i) > 2) || Vocabulary.isName(flags);
        }
        if (isUnknown || isNear || Vocabulary.isName(flags)) {
            return true;
        }
        return isLone(i) && !opens(i) && !Vocabulary.isClinical(flags);
    }

    /** What is seen of a word, one bit each; the order is what the head was trained with. */
    int traits(int i) {
        int flags = tokens.flags(i);
        boolean[] traits = {
            tokens.isCapital(i),
            tokens.isAllCapitals(i),
            isShout,
            isSmall,
            opens(i),
            tokens.startsLine(i),
            isLone(i),
            Vocabulary.isKnown(flags),
            Vocabulary.isCommon(flags),
            Vocabulary.isName(flags),
            Vocabulary.isClinical(flags),
            Words.TITLES.contains(tokens.word(i - 1)) || Words.TITLES.contains(tokens.word(i - 2)),
            Words.RELATIONS.contains(tokens.word(i - 1)),
            Words.CREDENTIALS.contains(tokens.word(i + 1)) || Words.CREDENTIALS.contains(tokens.word(i + 2)),
            NAME.equals(tokens.claim(i - 1)),
            NAME.equals(tokens.claim(i + 1)),
            tokens.isCapital(i - 1),
            tokens.isCapital(i + 1),
            Words.EPONYM_NOUNS.contains(tokens.word(i + 1)),
            tokens.isSign(i - 1, ','),
            tokens.isSign(i + 1, ','),
            tokens.is(i - 1, Kind.NUMBER) || tokens.is(i + 1, Kind.NUMBER),
            tokens.startsLine(i + 1),
            tokens.isSign(i + 1, '.'),
            Vocabulary.isName(tokens.flags(i - 1)) && tokens.isCapital(i - 1),
            Vocabulary.isName(tokens.flags(i + 1)) && tokens.isCapital(i + 1),
            isPossessive(i)
        };
        int bits = 0;
        for (int t = 0; t < traits.length; t++) {
            bits |= traits[t] ? 1 << t : 0;
        }
        return bits;
    }

    private boolean isCued(int i) {
        int back = tokens.isSign(i - 1, '.') || tokens.isSign(i - 1, ',') || tokens.isSign(i - 1, ':') ? i - 2 : i - 1;
        return Words.TITLES.contains(tokens.word(back))
                || (Words.RELATIONS.contains(tokens.word(back)) && !tokens.startsLine(i))
                || (Words.CREDENTIALS.contains(tokens.word(i + 1)) && tokens.isAllCapitals(i + 1))
                || (tokens.isSign(i + 1, ',')
                        && Words.CREDENTIALS.contains(tokens.word(i + 2))
                        && tokens.isAllCapitals(i + 2));
    }

    private boolean isBesideName(int i) {
        return (NAME.equals(tokens.claim(i - 1)) && !tokens.startsLine(i))
                || (NAME.equals(tokens.claim(i + 1)) && !tokens.startsLine(i + 1))
                || (tokens.isSign(i + 1, ',') && NAME.equals(tokens.claim(i + 2)))
                || (tokens.isSign(i - 1, ',') && NAME.equals(tokens.claim(i - 2)));
    }

    /** True for a capital between words without. */
    private boolean isLone(int i) {
        return tokens.isCapital(i)
                && !(tokens.isCapital(i - 1) && !tokens.startsLine(i))
                && !(tokens.isCapital(i + 1) && !tokens.startsLine(i + 1))
                && (tokens.is(i - 1, Kind.WORD) || tokens.is(i + 1, Kind.WORD));
    }

    private boolean opens(int i) {
        return tokens.startsLine(i)
                || (tokens.is(i - 1, Kind.SIGN) && !tokens.isSign(i - 1, ',') && !tokens.isSign(i - 1, '('));
    }

    private boolean isPossessive(int i) {
        int end = tokens.end(i);
        char[] chars = tokens.text().chars();
        return tokens.length(i) > 3 && chars[end - 2] == '\'' && (chars[end - 1] | 32) == 's';
    }
}
