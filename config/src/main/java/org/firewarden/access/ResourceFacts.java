package org.firewarden.access;

import java.time.Instant;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a decision needs to know of one resource.
 *
 * @param labels security labels ({@code meta.security})
 * @param content gives the rest of its content, the same whenever it is asked
 * @param tokens what constrained scopes may ask of it
 */
public record ResourceFacts(Set<CodedValue> labels, Supplier<ResourceContent> content, TokenValues tokens) {

    /** A resource of which nothing is known but that it is there. */
    public static final ResourceFacts NOTHING =
            new ResourceFacts(Set.of(), () -> ResourceContent.EMPTY, TokenValues.NONE);

    /** Copies the labels. */
    public ResourceFacts {
        labels = Set.copyOf(labels);
    }

    /** A resource of which everything is known already. */
    public ResourceFacts(
            Set<CodedValue> labels,
            Set<CodedValue> codes,
            Set<String> references,
            Set<String> authors,
            Set<String> profiles,
            @Nullable Instant start,
            @Nullable Instant end,
            TokenValues tokens) {
        this(labels, new ResourceContent(codes, Set.of(), references, authors, profiles, Set.of(), start, end), tokens);
    }

    private ResourceFacts(Set<CodedValue> labels, ResourceContent content, TokenValues tokens) {
        this(labels, () -> content, tokens);
    }

    /** The same content under other labels: labels may change without a new version of the resource. */
    public ResourceFacts withLabels(Set<CodedValue> newLabels) {
        return new ResourceFacts(newLabels, content, tokens);
    }
}
