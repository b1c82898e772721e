package org.firewarden.deid.engine.text;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Random;
import java.util.TreeSet;
import java.util.zip.GZIPInputStream;
import org.firewarden.deid.engine.age.Timeline;
import org.firewarden.deid.engine.place.Territories;
import org.firewarden.deid.engine.place.ZipAreas;
import org.firewarden.deid.engine.tagger.Passage;

/**
 * Generated notes for the tagger, in three parts that share no name and no template: training, validation, test. A name belongs to
 * the part that its hash says. The same seed gives the same notes.
 */
public final class TaggerNotes {

    /** What notes are made for. */
    public enum Part {
        TRAINING,
        VALIDATION,
        TEST
    }

    /** How a note is written. */
    enum Writing {
        PROPER,
        SMALL,
        SHOUTED
    }

    /** A passage with the tag of each of its places: 0 outside, 1 begins a name, 2 goes on. */
    public record Example(Passage passage, List<Integer> tags) {}

    /** A note, where its names stand, and the clinical words that have to stay. */
    record Note(String text, List<int[]> names, List<String> terms, List<String> nameWords) {}

    private static final Vocabulary VOCABULARY = new Vocabulary();
    private static final TextScrubber LAYERS = new TextScrubber(VOCABULARY, new Territories(), new ZipAreas(), false);
    private static final TextContext CONTEXT =
            new TextContext(ChartTerms.NONE, Timeline.UNKNOWN, TextContext.Dates.YEAR, 0, false, false);

    private final Part part;
    private final Random random;
    private final List<String> templates;
    private final List<String> words;
    private final List<String> listed;

    /** Prepares a part. */
    public TaggerNotes(Part part, long seed) {
        this.part = part;
        this.random = new Random(seed);
        this.templates = templates(part);
        this.words = lines("names-that-are-words.txt").stream()
                .flatMap(line -> Arrays.stream(line.split(" ", -1)))
                .filter(name -> partOf(name) == part)
                .distinct()
                .toList();
        this.listed =
                listedNames().stream().filter(name -> partOf(name) == part).toList();
    }

    /** The part that a name belongs to, however it is written. */
    static Part partOf(String name) {
        int hash = 0x811c9dc5;
        for (byte b : name.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ b) * 0x01000193;
        }
        return switch (Integer.remainderUnsigned(hash ^ (hash >>> 15), 5)) {
            case 0 -> Part.TEST;
            case 1 -> Part.VALIDATION;
            default -> Part.TRAINING;
        };
    }

    static List<String> templates(Part of) {
        return lines("tagger-" + of.name().toLowerCase(Locale.ROOT) + "-templates.txt");
    }

    List<String> words() {
        return words;
    }

    /** Notes in all writings, each template about equally often. */
    List<Note> notes(int count) {
        List<Note> notes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int dice = random.nextInt(10);
            Writing writing = dice < 7 ? Writing.PROPER : dice < 9 ? Writing.SMALL : Writing.SHOUTED;
            notes.add(note(templates.get(i % templates.size()), writing));
        }
        return notes;
    }

    /** What the tagger is asked about notes, with the right answers. */
    public List<Example> examples(int count) {
        List<Example> examples = new ArrayList<>();
        notes(count).forEach(note -> examples.addAll(examples(note)));
        return examples;
    }

    /** What the tagger is asked about a text that names nobody. */
    public static List<Example> nameless(String text) {
        return examples(new Note(text, List.of(), List.of(), List.of()));
    }

    static List<Example> examples(Note note) {
        Tokens tokens = LAYERS.claimed(note.text(), CONTEXT);
        List<Example> examples = new ArrayList<>();
        for (TaggerLayer.Found found : new TaggerLayer(tokens).passages()) {
            List<Integer> tags = found.passage().places().stream()
                    .map(place -> tag(tokens.start(found.from() + place), note.names()))
                    .toList();
            examples.add(new Example(found.passage(), tags));
        }
        return examples;
    }

    private static int tag(int start, List<int[]> names) {
        for (int[] name : names) {
            if (start >= name[0] && start < name[1]) {
                return start == name[0] ? 1 : 2;
            }
        }
        return 0;
    }

    Note note(String template, Writing writing) {
        String chosen = choose(template);
        StringBuilder text = new StringBuilder();
        List<int[]> names = new ArrayList<>();
        List<String> terms = new ArrayList<>();
        List<String> nameWords = new ArrayList<>();
        int wrap = random.nextInt(3) == 0 ? 46 + random.nextInt(30) : Integer.MAX_VALUE;
        for (int i = 0; i < chosen.length(); i++) {
            char c = chosen.charAt(i);
            if (c == '{' || c == '<') {
                int end = chosen.indexOf(c == '{' ? '}' : '>', i);
                String slot = chosen.substring(i + 1, end);
                int start = text.length();
                if (c == '<') {
                    terms.add(written(slot, writing));
                    text.append(slot);
                } else {
                    String name = name(slot);
                    text.append(name);
                    names.add(new int[] {start, text.length()});
                    for (String word : name.split("[ ,.]+", -1)) {
                        if (word.length() > 1) {
                            nameWords.add(written(word, writing));
                        }
                    }
                }
                i = end;
            } else if (c == ' ' && text.length() - text.lastIndexOf("\n") > wrap && !isWithin(chosen, i)) {
                text.append('\n');
            } else {
                text.append(c);
            }
        }
        return new Note(written(text.toString(), writing), names, terms, nameWords);
    }

    private static boolean isWithin(String text, int at) {
        return text.lastIndexOf('<', at) > text.lastIndexOf('>', at);
    }

    private static String written(String text, Writing writing) {
        return switch (writing) {
            case PROPER -> text;
            case SMALL -> text.toLowerCase(Locale.ROOT);
            case SHOUTED -> text.toUpperCase(Locale.ROOT);
        };
    }

    private String choose(String template) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < template.length(); i++) {
            if (template.charAt(i) == '[') {
                int end = template.indexOf(']', i);
                String[] choices = template.substring(i + 1, end).split("\\|", -1);
                out.append(choices[random.nextInt(choices.length)]);
                i = end;
            } else {
                out.append(template.charAt(i));
            }
        }
        return out.toString();
    }

    private String name(String slot) {
        return switch (slot) {
            case "given", "family" -> one();
            case "name" ->
                switch (random.nextInt(6)) {
                    case 0 -> one() + ", " + one();
                    case 1 -> (char) ('A' + random.nextInt(26)) + ". " + one();
                    case 2 -> one();
                    default -> one() + " " + one();
                };
            default -> throw new IllegalArgumentException(slot);
        };
    }

    private String one() {
        int dice = random.nextInt(10);
        if (dice < 6) {
            return words.get(random.nextInt(words.size()));
        }
        if (dice < 8) {
            return listed.get(random.nextInt(listed.size()));
        }
        while (true) {
            String made = invented();
            if (partOf(made) == part) {
                return made;
            }
        }
    }

    private String invented() {
        String[] starts = {
            "Ab", "Bel", "Chu", "Dor", "Ek", "Fal", "Gwi", "Hu", "Iv", "Jan", "Kol", "Lor", "Mbe", "Nad", "Oku", "Pra",
            "Qui", "Ras", "Sza", "Tor", "Uzo", "Vel", "Wer", "Xi", "Yil", "Zab"
        };
        String[] middles = {"", "a", "an", "ber", "do", "en", "ga", "in", "ka", "lo", "mi", "no", "ra", "si", "ta", "vo"
        };
        String[] ends = {
            "ani", "berg", "dez", "ek", "ford", "ian", "ko", "lund", "mann", "ni", "ov", "poulos", "quist", "ski",
            "ton", "uwa", "vic", "wala", "yan", "zadeh", "oma", "itis"
        };
        String made = starts[random.nextInt(starts.length)]
                + middles[random.nextInt(middles.length)]
                + ends[random.nextInt(ends.length - (random.nextInt(8) == 0 ? 0 : 2))];
        return made;
    }

    /** Names of the vocabulary that are no words. */
    private static List<String> listedNames() {
        TreeSet<String> names = new TreeSet<>();
        try (InputStream in = Objects.requireNonNull(Vocabulary.class.getResourceAsStream("words.tsv.gz"));
                BufferedReader reader =
                        new BufferedReader(new InputStreamReader(new GZIPInputStream(in), StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                int tab = line.indexOf('\t');
                if (line.substring(tab + 1).equals("n") && tab > 3) {
                    names.add(line.substring(0, 1).toUpperCase(Locale.ROOT) + line.substring(1, tab));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return List.copyOf(names);
    }

    private static List<String> lines(String resource) {
        try (InputStream in = Objects.requireNonNull(TaggerNotes.class.getResourceAsStream(resource))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
