package org.firewarden.deid.engine.tagger;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.firewarden.crypto.Sha256;

/**
 * Says which words of a passage name a person. The answer depends on the passage alone, not on what else is asked or by how many
 * threads. What was asked lately is remembered by its digest, never as text. Safe for many threads.
 */
public final class NameTagger {

    private static final String ENCODER = "/all-minilm-l6-v2-q.onnx";
    private static final String TOKENIZER = "/all-minilm-l6-v2-q-tokenizer.json";
    private static final int REMEMBERED = 1 << 15;

    /**
     * Which tagger it is, as manifest and certificate name it.
     *
     * @param version of encoder and head together
     * @param sha256 of the card, which holds the digests of encoder, tokenizer and head
     */
    public record Identity(String version, String sha256) {}

    private final Identity identity;
    private final Features features;
    private final Head head;
    private final double threshold;
    private final Map<String, boolean[]> answers = new LinkedHashMap<>(1024, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, boolean[]> eldest) {
            return size() > REMEMBERED;
        }
    };

    NameTagger(Identity identity, Features features, Head head, double threshold) {
        this.identity = identity;
        this.features = features;
        this.head = head;
        this.threshold = threshold;
    }

    /**
     * The tagger that is shipped; loaded once for each process.
     *
     * @throws TaggerException if a part of it is missing, is not the one that the card names, or cannot be loaded
     */
    public static NameTagger shipped() {
        return Shipped.load();
    }

    /** Which tagger it is. */
    public Identity identity() {
        return identity;
    }

    /** Which tagger is shipped, without loading it. */
    public static Identity shippedIdentity() {
        byte[] card = resource("tagger-card.json");
        return new Identity(parsed(card).path("version").asText(), Sha256.hex(card));
    }

    /**
     * For each place of a passage whether a name stands there.
     *
     * @throws TaggerException if it cannot be told
     */
    public boolean[] names(Passage passage) {
        String key = Sha256.hex(passage.toString().getBytes(StandardCharsets.UTF_8));
        synchronized (answers) {
            boolean[] known = answers.get(key);
            if (known != null) {
                return known.clone();
            }
        }
        List<float[]> rows = features.of(passage);
        boolean[] names = new boolean[rows.size()];
        for (int i = 0; i < names.length; i++) {
            double name = 1 - head.shares(rows.get(i))[Head.OUTSIDE];
            if (Double.isNaN(name)) {
                throw new TaggerException("the tagger answers no number");
            }
            names[i] = name >= threshold;
        }
        synchronized (answers) {
            answers.put(key, names.clone());
        }
        return names;
    }

    /** Loads and ties together the parts that a card names. */
    static NameTagger of(byte[] card, byte[] headBytes, byte[] encoder, byte[] tokenizer) {
        JsonNode says = parsed(card);
        require(says, "headSha256", headBytes);
        require(says, "encoderSha256", encoder);
        require(says, "tokenizerSha256", tokenizer);
        try {
            return new NameTagger(
                    new Identity(says.path("version").asText(), Sha256.hex(card)),
                    new Features(new WordPieces(tokenizer), new Encoder(encoder)),
                    Head.read(headBytes, Features.INPUTS),
                    says.path("threshold").asDouble(Double.NaN));
        } catch (IOException e) {
            throw new TaggerException("the tokenizer of the tagger cannot be read", e);
        }
    }

    private static JsonNode parsed(byte[] card) {
        try {
            JsonNode says = new ObjectMapper().readTree(card);
            double threshold = says.path("threshold").asDouble(Double.NaN);
            if (!(threshold > 0 && threshold < 1)
                    || says.path("version").asText().isEmpty()) {
                throw new TaggerException("the card of the tagger lacks version or threshold");
            }
            return says;
        } catch (IOException e) {
            throw new TaggerException("the card of the tagger cannot be read", e);
        }
    }

    private static void require(JsonNode card, String name, byte[] content) {
        if (!card.path(name).asText().equals(Sha256.hex(content))) {
            throw new TaggerException("a part of the tagger is not the one of its card: " + name);
        }
    }

    static byte[] resource(String name) {
        try (InputStream in = NameTagger.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new TaggerException("the class path lacks a part of the tagger: " + name);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new TaggerException("a part of the tagger cannot be read", e);
        }
    }

    static byte[] encoderBytes() {
        return resource(ENCODER);
    }

    static byte[] tokenizerBytes() {
        return resource(TOKENIZER);
    }

    private static final class Shipped {

        private static final class Holder {
            private static final NameTagger TAGGER =
                    of(resource("tagger-card.json"), resource("tagger-head.bin"), encoderBytes(), tokenizerBytes());
        }

        static NameTagger load() {
            try {
                return Holder.TAGGER;
            } catch (LinkageError e) {
                // What made it fail the first time; each later try fails as well.
                throw e.getCause() instanceof TaggerException cause
                        ? cause
                        : new TaggerException("the tagger could not be loaded", e);
            }
        }
    }
}
