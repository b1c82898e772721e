package org.firewarden.access;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one version of a resource holds, as far as a Consent may ask for it. Costs a walk over the whole resource, so it is
 * read only if some Consent asks.
 *
 * @param codes each Coding of the resource's own that says what it is about: code, category, type, class, reason ...
 * @param furtherCodes each Coding that stands anywhere else in it: values, body sites, contained resources ...
 * @param references relative references to each resource that it refers to, wherever in it
 * @param authors relative references to who wrote, recorded or performed it
 * @param profiles canonical URLs of the profiles it claims ({@code meta.profile})
 * @param innerTypes the types of the resources that are contained in it, or are entries of it
 * @param start from when its content is about, by its own clinical time; null if that is open or it has none
 * @param end until when its content is about, exclusive; null if that is open or it has none
 */
public record ResourceContent(
        Set<CodedValue> codes,
        Set<CodedValue> furtherCodes,
        Set<String> references,
        Set<String> authors,
        Set<String> profiles,
        Set<String> innerTypes,
        @Nullable Instant start,
        @Nullable Instant end) {

    /** Nothing is in it. */
    public static final ResourceContent EMPTY =
            new ResourceContent(Set.of(), Set.of(), Set.of(), Set.of(), Set.of(), Set.of(), null, null);

    /** Copies the sets. */
    public ResourceContent {
        codes = Set.copyOf(codes);
        furtherCodes = Set.copyOf(furtherCodes);
        references = Set.copyOf(references);
        authors = Set.copyOf(authors);
        profiles = Set.copyOf(profiles);
        innerTypes = Set.copyOf(innerTypes);
    }

    /** True if it says when its content is about. */
    public boolean hasTime() {
        return start != null || end != null;
    }
}
