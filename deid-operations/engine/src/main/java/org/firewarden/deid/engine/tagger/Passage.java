package org.firewarden.deid.engine.tagger;

import java.util.List;

/**
 * Words in a row, some of which may be names.
 *
 * @param words the words, numbers and signs
 * @param places which of the words are asked about, in ascending order
 * @param traits for each of these what is seen of it without the model, one bit a trait
 */
public record Passage(List<String> words, List<Integer> places, List<Integer> traits) {

    /** Copies the lists. */
    public Passage {
        words = List.copyOf(words);
        places = List.copyOf(places);
        traits = List.copyOf(traits);
        if (places.size() != traits.size()) {
            throw new IllegalArgumentException("each place has its traits");
        }
    }
}
