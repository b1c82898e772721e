package org.firewarden.deid.engine.stream;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import java.io.IOException;
import org.firewarden.deid.engine.age.Timeline;
import org.firewarden.deid.engine.age.Timelines;
import org.firewarden.deid.engine.policy.ElementNode;
import org.jspecify.annotations.Nullable;

/**
 * Rewrites resources by the policy. A resource names its patient at any place, so the first walk takes the patient for
 * somebody whose years may all come out; where that turns out to be wrong, the resource is walked again knowing the patient.
 * Safe for many threads.
 */
public final class ResourceRewriter {

    private final Parts parts;
    private final Timelines timelines;

    /** Prepares rewriting with the timelines of the whole data set. */
    public ResourceRewriter(Parts parts, Timelines timelines) {
        this.parts = parts;
        this.timelines = timelines;
    }

    /**
     * Rewrites one resource.
     *
     * @param links of the Bundle that it is an entry of
     * @param fullUrl of the entry, if any
     * @throws IOException if it is not JSON, or not a resource
     */
    public Rewritten rewrite(byte[] buffer, int offset, int length, Links links, @Nullable String fullUrl)
            throws IOException {
        String type = Head.typeOf(buffer, offset, length);
        ElementNode node = parts.policy().allowList().resource(type);
        if (node == null) {
            return new Rewritten.Dropped();
        }
        Links own = type.equals("Bundle") ? linksOf(buffer, offset, length) : links;
        String identity = fullUrl == null ? null : Links.identity(fullUrl, type, null);
        Attempt first = walk(buffer, offset, length, node, own, identity, null, false);
        Timeline timeline = first.trace().timeline(timelines);
        if (first.trace().isPermittedBy(timeline)) {
            return kept(type, first, links, fullUrl);
        }
        boolean hidesAges = first.trace().tellsAge();
        return kept(type, walk(buffer, offset, length, node, own, identity, timeline, hidesAges), links, fullUrl);
    }

    /**
     * Notes what a resource tells of its patient's years; the first pass over a data set. Fails on each resource on which
     * {@link #rewrite} fails for its form.
     */
    public void survey(byte[] buffer, int offset, int length, Links links, @Nullable String fullUrl)
            throws IOException {
        String type = Head.typeOf(buffer, offset, length);
        ElementNode node = parts.policy().allowList().resource(type);
        if (node == null) {
            return;
        }
        Links own = type.equals("Bundle") ? linksOf(buffer, offset, length) : links;
        String identity = fullUrl == null ? null : Links.identity(fullUrl, type, null);
        InnerResources.Nested nested = bytes -> {
            survey(bytes, 0, bytes.length, own, null);
            return null;
        };
        ResourceWalk walk = new ResourceWalk(parts, new References(parts.structure(), own), nested, null, null, false);
        try (JsonParser parser = Json.factory().createParser(buffer, offset, length)) {
            walk.resource(parser, node, identity);
            Json.requireNoMore(parser);
        }
        walk.trace().noteIn(timelines);
    }

    @SuppressWarnings("ArrayRecordComponent") // Handed on once, never compared.
    private record Attempt(Trace trace, byte[] json) {}

    private Attempt walk(
            byte[] buffer,
            int offset,
            int length,
            ElementNode node,
            Links links,
            @Nullable String identity,
            @Nullable Timeline timeline,
            boolean hidesAges)
            throws IOException {
        InnerResources.Nested nested = bytes ->
                rewrite(bytes, 0, bytes.length, links, null) instanceof Rewritten.Kept kept ? kept.json() : null;
        ByteArrayBuilder bytes = new ByteArrayBuilder(Math.max(256, length / 2));
        try (JsonParser parser = Json.factory().createParser(buffer, offset, length);
                JsonGenerator generator = Json.factory().createGenerator(bytes)) {
            ResourceWalk walk = new ResourceWalk(
                    parts,
                    new References(parts.structure(), links),
                    nested,
                    new LazyOutput(generator),
                    timeline,
                    hidesAges);
            walk.resource(parser, node, identity);
            Json.requireNoMore(parser);
            generator.flush();
            return new Attempt(walk.trace(), bytes.toByteArray());
        }
    }

    private Rewritten kept(String type, Attempt attempt, Links links, @Nullable String fullUrl) {
        if (fullUrl == null) {
            return new Rewritten.Kept(type, "", attempt.json());
        }
        References.Target target = new References(parts.structure(), links).resolve(fullUrl);
        String url = target == null ? "" : IdentityWriter.fullUrl(parts, target.type(), target.identity());
        return new Rewritten.Kept(type, url, attempt.json());
    }

    private static Links linksOf(byte[] buffer, int offset, int length) throws IOException {
        try (JsonParser parser = Json.factory().createParser(buffer, offset, length)) {
            return Links.of(parser);
        }
    }
}
