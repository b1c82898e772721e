package org.firewarden.deid.engine.text;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.firewarden.deid.engine.chart.Term;
import org.firewarden.deid.engine.place.Territories;
import org.firewarden.deid.engine.place.ZipAreas;
import org.firewarden.deid.engine.tagger.NameTagger;
import org.jspecify.annotations.Nullable;

/**
 * Takes out of a text what identifies: first what the patient's chart knows, then what has a form, then words that are names or
 * that nobody knows, and last what the tagger takes for a name. Takes time in proportion to the text. Safe for many threads.
 */
public final class TextScrubber {

    private static final int REMEMBERED = 32;

    private final Vocabulary vocabulary;
    private final Territories territories;
    private final ZipAreas areas;
    private final boolean keepsPlaces;
    private final @Nullable NameTagger tagger;
    private final Map<String, ChartTerms> compiled = new LinkedHashMap<>(REMEMBERED, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, ChartTerms> eldest) {
            return size() > REMEMBERED;
        }
    };

    /**
     * Ties the tables together, without a tagger.
     *
     * @param keepsPlaces whether city and ZIP code stay
     */
    public TextScrubber(Vocabulary vocabulary, Territories territories, ZipAreas areas, boolean keepsPlaces) {
        this(vocabulary, territories, areas, keepsPlaces, null);
    }

    /**
     * Ties the tables together.
     *
     * @param keepsPlaces whether city and ZIP code stay
     * @param tagger looks last at what may be a name; null for none
     */
    public TextScrubber(
            Vocabulary vocabulary,
            Territories territories,
            ZipAreas areas,
            boolean keepsPlaces,
            @Nullable NameTagger tagger) {
        this.tagger = tagger;
        this.vocabulary = vocabulary;
        this.territories = territories;
        this.areas = areas;
        this.keepsPlaces = keepsPlaces;
    }

    /** The terms of a patient, compiled; the last few patients' are remembered. */
    public ChartTerms chart(String patient, java.util.function.Function<String, List<Term>> terms) {
        synchronized (compiled) {
            ChartTerms known = compiled.get(patient);
            if (known != null) {
                return known;
            }
        }
        ChartTerms made = chart(terms.apply(patient));
        synchronized (compiled) {
            compiled.put(patient, made);
        }
        return made;
    }

    /** Terms, compiled. */
    public ChartTerms chart(List<Term> terms) {
        return new ChartTerms(terms, vocabulary, keepsPlaces);
    }

    /**
     * The text without what identifies.
     *
     * @throws org.firewarden.deid.engine.tagger.TaggerException if the tagger fails; then nothing of the text may come out
     */
    public String scrub(String text, TextContext context) {
        Tokens tokens = claimed(text, context);
        if (tagger != null) {
            new TaggerLayer(tokens).claim(tagger);
        }
        return tokens.apply(text);
    }

    /** The tokens of a text with what all layers but the tagger claim. */
    Tokens claimed(String text, TextContext context) {
        NormalText normal = NormalText.of(text);
        Tokens tokens = new Tokens(normal, vocabulary);
        context.chart().claim(tokens);
        PatternLayer patterns = new PatternLayer(context, tokens, territories, areas);
        patterns.claimFirst();
        new DateLayer(context, tokens).claim();
        patterns.claimRest();
        new NameLayer(tokens, vocabulary, territories, keepsPlaces).claim();
        return tokens;
    }
}
