package org.firewarden.deid.engine.text;

import java.util.ArrayList;
import java.util.List;
import org.firewarden.deid.engine.tagger.NameTagger;
import org.firewarden.deid.engine.tagger.Passage;
import org.firewarden.deid.engine.text.Tokens.Kind;

/**
 * Takes out what the tagger takes for a name among the words that the other layers left. It only takes out: a word that another
 * layer has claimed stays claimed, whatever the tagger would say.
 */
final class TaggerLayer {

    private static final String NAME = "[NAME]";
    private static final int LONGEST = 48;
    private static final int BEFORE = 12;
    private static final int AFTER = 8;

    /** A line shorter than this ends because something ends, not because the page does. */
    private static final int SHORT_LINE = 45;

    /** A passage and where in the text it begins. */
    record Found(int from, Passage passage) {}

    private final Tokens tokens;
    private final Candidates candidates;

    TaggerLayer(Tokens tokens) {
        this.tokens = tokens;
        this.candidates = new Candidates(tokens);
    }

    void claim(NameTagger tagger) {
        for (Found found : passages()) {
            boolean[] names = tagger.names(found.passage());
            for (int p = 0; p < names.length; p++) {
                int at = found.from() + found.passage().places().get(p);
                if (names[p]) {
                    tokens.claim(at, at + 1, NAME);
                }
            }
        }
    }

    /** The passages of a text that are to be asked about. */
    List<Found> passages() {
        List<Found> all = new ArrayList<>();
        int from = 0;
        int lineStart = 0;
        for (int i = 1; i <= tokens.count(); i++) {
            if (i == tokens.count() || i - from >= LONGEST || isBreak(i, lineStart)) {
                passage(from, i, all);
                from = i;
            }
            if (i < tokens.count() && tokens.startsLine(i)) {
                lineStart = tokens.start(i);
            }
        }
        return all;
    }

    /** True if a sentence, or a line that is no wrapped one, ends before a token. */
    private boolean isBreak(int i, int lineStart) {
        if (tokens.startsLine(i)) {
            return tokens.end(i - 1) - lineStart < SHORT_LINE || isBlankLine(i);
        }
        boolean isEnd = tokens.isSign(i - 1, '.') || tokens.isSign(i - 1, '!') || tokens.isSign(i - 1, '?');
        return isEnd
                && !tokens.touchesNext(i - 1)
                && i > 1
                && tokens.length(i - 2) > 1
                && !Words.TITLES.contains(tokens.word(i - 2));
    }

    private boolean isBlankLine(int i) {
        int lines = 0;
        for (int at = tokens.end(i - 1); at < tokens.start(i); at++) {
            lines += tokens.text().chars()[at] == '\n' ? 1 : 0;
        }
        return lines > 1;
    }

    private void passage(int from, int to, List<Found> all) {
        candidates.style(from, to);
        List<Integer> places = new ArrayList<>();
        for (int i = from; i < to; i++) {
            if (tokens.is(i, Kind.WORD) && candidates.may(i)) {
                places.add(i);
            }
        }
        if (places.isEmpty()) {
            return;
        }
        int first = Math.max(from, places.get(0) - BEFORE);
        int last = Math.min(to, places.get(places.size() - 1) + AFTER + 1);
        List<String> words = new ArrayList<>();
        for (int i = first; i < last; i++) {
            words.add(tokens.string(i));
        }
        all.add(new Found(
                first,
                new Passage(
                        words,
                        places.stream().map(place -> place - first).toList(),
                        places.stream().map(candidates::traits).toList())));
    }
}
