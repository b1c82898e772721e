package org.firewarden.access;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a decision needs to know of the content of one resource.
 *
 * @param labels security labels ({@code meta.security})
 * @param codes each Coding that says what the resource is about: code, category, type, class, reason ...
 * @param references relative references to each resource that it refers to, wherever in it
 * @param authors relative references to who wrote, recorded or performed it
 * @param profiles canonical URLs of the profiles it claims ({@code meta.profile})
 * @param start from when its content is about, by its own clinical time; null if it has none
 * @param end until when its content is about; null if it has none
 * @param tokens what constrained scopes may ask of it
 */
public record ResourceFacts(
        Set<CodedValue> labels,
        Set<CodedValue> codes,
        Set<String> references,
        Set<String> authors,
        Set<String> profiles,
        @Nullable Instant start,
        @Nullable Instant end,
        TokenValues tokens) {

    /** A resource of which nothing is known but that it is there. */
    public static final ResourceFacts NOTHING =
            new ResourceFacts(Set.of(), Set.of(), Set.of(), Set.of(), Set.of(), null, null, TokenValues.NONE);

    /** Copies the sets. */
    public ResourceFacts {
        labels = Set.copyOf(labels);
        codes = Set.copyOf(codes);
        references = Set.copyOf(references);
        authors = Set.copyOf(authors);
        profiles = Set.copyOf(profiles);
    }

    /** The same content under other labels: labels may change without a new version of the resource. */
    public ResourceFacts withLabels(Set<CodedValue> newLabels) {
        return new ResourceFacts(newLabels, codes, references, authors, profiles, start, end, tokens);
    }
}
