package org.firewarden.deid.engine.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.firewarden.deid.engine.age.Timeline;
import org.firewarden.deid.engine.place.Territories;
import org.firewarden.deid.engine.place.ZipAreas;
import org.firewarden.deid.engine.tagger.BrokenTagger;
import org.firewarden.deid.engine.tagger.NameTagger;
import org.firewarden.deid.engine.tagger.TaggerException;
import org.firewarden.deid.engine.text.TaggerNotes.Note;
import org.firewarden.deid.engine.text.TaggerNotes.Part;
import org.junit.jupiter.api.Test;

/**
 * The tagger on notes made to be hard: most names are words too, a third of the notes is written all small or all large, no name
 * is in a chart. Neither the names nor the templates were in training.
 */
final class TaggerNotesTest {

    private static final TextContext CONTEXT =
            new TextContext(ChartTerms.NONE, Timeline.UNKNOWN, TextContext.Dates.YEAR, 0, false, false);

    private static TextScrubber scrubber(NameTagger tagger) {
        return new TextScrubber(new Vocabulary(), new Territories(), new ZipAreas(), false, tagger);
    }

    @Test
    void noNameAndNoTemplateIsInTwoParts() {
        Set<String> templates = new HashSet<>();
        Set<String> names = new HashSet<>();
        for (Part part : Part.values()) {
            for (String template : TaggerNotes.templates(part)) {
                assertThat(templates.add(template.toLowerCase(Locale.ROOT)))
                        .as(template)
                        .isTrue();
            }
            TaggerNotes notes = new TaggerNotes(part, 3);
            assertThat(notes.words()).hasSizeGreaterThan(50).allMatch(names::add);
            for (Note note : notes.notes(400)) {
                assertThat(note.nameWords()).allMatch(name -> TaggerNotes.partOf(name) == part);
            }
        }
    }

    @Test
    void theTaggerFindsNamesThatTheOtherLayersLeaveAndKeepsClinicalWords() {
        List<Note> notes = new TaggerNotes(Part.TEST, 20).notes(900);
        Result without = measure(new TextScrubber(new Vocabulary(), new Territories(), new ZipAreas(), false), notes);
        Result with = measure(scrubber(NameTagger.shipped()), notes);
        System.out.println("hard notes without tagger: " + without.scores() + "; with: " + with.scores());
        String misses = String.join("\n", with.misses().stream().limit(60).toList());
        assertThat(with.names().share()).as(misses).isGreaterThan(0.85);
        assertThat(with.terms().share()).as(misses).isGreaterThan(0.85);
        assertThat(with.names().share()).isGreaterThan(without.names().share() + 0.15);
    }

    @Test
    void aTaggerThatFailsLetsNothingThrough() throws IOException {
        TextScrubber broken = scrubber(BrokenTagger.make());
        assertThatThrownBy(() -> broken.scrub("Neighbor Hope called.", CONTEXT)).isInstanceOf(TaggerException.class);
    }

    private record Result(Corpus.Score names, Corpus.Score terms, List<String> misses) {
        String scores() {
            return "names " + names + ", clinical words kept " + terms;
        }
    }

    private static Result measure(TextScrubber scrubber, List<Note> notes) {
        int[] counts = new int[4];
        List<String> misses = new ArrayList<>();
        for (Note note : notes) {
            String scrubbed = scrubber.scrub(note.text(), CONTEXT);
            for (String name : note.nameWords()) {
                counts[1]++;
                if (isIn(scrubbed, name)) {
                    misses.add("left: " + name + " | " + scrubbed);
                } else {
                    counts[0]++;
                }
            }
            for (String term : note.terms()) {
                counts[3]++;
                if (scrubbed.contains(term)) {
                    counts[2]++;
                } else {
                    misses.add("lost: " + term + " | " + scrubbed);
                }
            }
        }
        return new Result(new Corpus.Score(counts[0], counts[1]), new Corpus.Score(counts[2], counts[3]), misses);
    }

    private static boolean isIn(String text, String word) {
        for (int at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
            int end = at + word.length();
            if ((at == 0 || !Character.isLetterOrDigit(text.charAt(at - 1)))
                    && (end == text.length() || !Character.isLetterOrDigit(text.charAt(end)))) {
                return true;
            }
        }
        return false;
    }
}
