package org.firewarden.deid.engine.stream;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import java.io.IOException;
import java.util.Set;
import org.firewarden.deid.engine.age.Timeline;
import org.firewarden.deid.engine.age.Timelines;
import org.firewarden.deid.engine.chart.Charts;
import org.firewarden.deid.engine.chart.Harvest;
import org.firewarden.deid.engine.chart.Term;
import org.firewarden.deid.engine.policy.ElementNode;
import org.firewarden.deid.engine.text.TextContext;
import org.firewarden.deid.engine.text.TextScrubber;
import org.jspecify.annotations.Nullable;

/**
 * Rewrites resources by the policy. A resource names its patient at any place, so the first walk takes the patient for
 * somebody whose years may all come out; where that turns out to be wrong, the resource is walked again knowing the patient.
 * Safe for many threads.
 */
public final class ResourceRewriter {

    private static final Set<String> PEOPLE =
            Set.of("Patient", "RelatedPerson", "Practitioner", "Person", "Organization", "Location");

    private final Parts parts;
    private final Timelines timelines;
    private final Identifiers identifiers = new Identifiers();
    private final Charts charts = new Charts();
    private final boolean needsSubject;

    /** Prepares rewriting with the timelines of the whole data set. */
    public ResourceRewriter(Parts parts, Timelines timelines) {
        this.parts = parts;
        this.timelines = timelines;
        this.needsSubject = parts.shift() != null || parts.scrubber() != null;
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
        Source source = new Source(buffer, offset, length, node, own, identity);
        Subject subject = subject(source);
        Attempt first = walk(source, subject, null, false);
        if (parts.policy().keepsAges()) {
            return kept(type, first, links, fullUrl);
        }
        Timeline timeline = first.trace().timeline(timelines);
        if (first.trace().isPermittedBy(timeline)) {
            return kept(type, first, links, fullUrl);
        }
        boolean hidesAges = first.trace().tellsAge();
        return kept(type, walk(source, subject, timeline, hidesAges), links, fullUrl);
    }

    /** The terms of the patients, gathered by {@link #survey}. */
    public Charts charts() {
        return charts;
    }

    private Subject subject(Source source) throws IOException {
        Subject subject = subjectOf(source);
        TextScrubber scrubber = parts.scrubber();
        String patient = subject.patient();
        if (scrubber == null || patient == null || !hasNames(patient)) {
            // Of whom nobody knows the name, nobody can take it out of a text.
            return subject;
        }
        Timeline timeline = timelines.of(patient);
        TextContext.Dates dates = parts.policy().keepsDates()
                ? TextContext.Dates.KEEP
                : parts.shift() != null ? TextContext.Dates.SHIFT : TextContext.Dates.YEAR;
        return subject.withTexts(new TextContext(
                scrubber.chart(patient, charts::of),
                timeline,
                dates,
                subject.days(),
                parts.policy().keepsAges(),
                parts.policy().keepsPlaces()));
    }

    private boolean hasNames(String patient) {
        return charts.own(patient).stream()
                .anyMatch(term -> term.kind() == Term.Kind.NAME || term.kind() == Term.Kind.PERSON);
    }

    private Subject subjectOf(Source source) throws IOException {
        return needsSubject
                ? Subject.of(
                        source.buffer(),
                        source.offset(),
                        source.length(),
                        source.node().type(),
                        references(source.links()),
                        source.identity(),
                        parts)
                : Subject.UNKNOWN;
    }

    private References references(Links links) {
        return new References(parts.structure(), links, identifiers);
    }

    /**
     * Notes what a resource tells of its patient's years; the first pass over a data set. Fails on each resource on which
     * {@link #rewrite} fails for its form.
     */
    public void survey(byte[] buffer, int offset, int length, Links links, @Nullable String fullUrl)
            throws IOException {
        String type = Head.typeOf(buffer, offset, length);
        ElementNode node = parts.policy().allowList().resource(type);
        Links own = type.equals("Bundle") ? linksOf(buffer, offset, length) : links;
        String identity = fullUrl == null ? null : Links.identity(fullUrl, type, null);
        if (!type.equals("Bundle") && (PEOPLE.contains(type) || parts.scrubber() != null)) {
            harvest(buffer, offset, length, type, references(own), identity);
        }
        if (node == null) {
            return;
        }
        InnerResources.Nested nested = bytes -> {
            survey(bytes, 0, bytes.length, own, null);
            return null;
        };
        ResourceWalk walk = new ResourceWalk(parts, Subject.UNKNOWN, references(own), nested, null, null, false);
        try (JsonParser parser = Json.factory().createParser(buffer, offset, length)) {
            walk.resource(parser, node, identity);
            Json.requireNoMore(parser);
        }
        walk.trace().noteIn(timelines);
        if (Identifiers.areOf(type)) {
            identifiers.note(buffer, offset, length, type, identity);
        }
    }

    @SuppressWarnings("ArrayRecordComponent") // Handed on once, never compared.
    private record Attempt(Trace trace, byte[] json) {}

    /** Gathers what identifies whom the resource is of, whatever the policy says of its type. */
    private void harvest(
            byte[] buffer, int offset, int length, String type, References references, @Nullable String identity)
            throws IOException {
        Subject subject = Subject.of(buffer, offset, length, type, references, identity, parts);
        String own = ownIdentity(buffer, offset, length, type, identity);
        String patient = subject.patient();
        String whose = patient != null ? patient : own;
        if (whose == null) {
            return;
        }
        boolean isPerson = PEOPLE.contains(type);
        Harvest harvest = new Harvest(
                term -> {
                    if (isPerson || (term.kind() != Term.Kind.NUMBER && term.kind() != Term.Kind.PHONE)) {
                        charts.note(whose, term);
                    }
                },
                (reference, display) -> {
                    References.Target target = references.resolve(reference);
                    if (target != null && PEOPLE.contains(target.type())) {
                        charts.relate(whose, target.identity());
                    }
                });
        try (JsonParser parser = Json.factory().createParser(buffer, offset, length)) {
            parser.nextToken();
            harvest.read(parser, type);
        }
    }

    private static @Nullable String ownIdentity(
            byte[] buffer, int offset, int length, String type, @Nullable String identity) throws IOException {
        try (JsonParser parser = Json.factory().createParser(buffer, offset, length)) {
            parser.nextToken();
            String id = Head.read(parser).id();
            return id == null ? identity : type + "/" + id;
        }
    }

    /** A resource to be rewritten, and what is known of it before the walk. */
    @SuppressWarnings("ArrayRecordComponent") // Handed on once, never compared.
    private record Source(
            byte[] buffer,
            int offset,
            int length,
            ElementNode node,
            Links links,
            @Nullable String identity) {}

    private Attempt walk(Source source, Subject subject, @Nullable Timeline timeline, boolean hidesAges)
            throws IOException {
        InnerResources.Nested nested =
                bytes -> rewrite(bytes, 0, bytes.length, source.links(), null) instanceof Rewritten.Kept kept
                        ? kept.json()
                        : null;
        ByteArrayBuilder bytes = new ByteArrayBuilder(Math.max(256, source.length() / 2));
        try (JsonParser parser = Json.factory().createParser(source.buffer(), source.offset(), source.length());
                JsonGenerator generator = Json.factory().createGenerator(bytes)) {
            ResourceWalk walk = new ResourceWalk(
                    parts, subject, references(source.links()), nested, new LazyOutput(generator), timeline, hidesAges);
            walk.resource(parser, source.node(), source.identity());
            Json.requireNoMore(parser);
            generator.flush();
            return new Attempt(walk.trace(), bytes.toByteArray());
        }
    }

    private Rewritten kept(String type, Attempt attempt, Links links, @Nullable String fullUrl) {
        if (fullUrl == null) {
            return new Rewritten.Kept(type, "", attempt.trace().patient, attempt.json());
        }
        References.Target target = references(links).resolve(fullUrl);
        String url = target == null ? "" : IdentityWriter.fullUrl(parts, target.type(), target.identity());
        return new Rewritten.Kept(type, url, attempt.trace().patient, attempt.json());
    }

    /** The resource type of a resource. */
    public static String typeOf(byte[] buffer, int offset, int length) throws IOException {
        return Head.typeOf(buffer, offset, length);
    }

    private static Links linksOf(byte[] buffer, int offset, int length) throws IOException {
        try (JsonParser parser = Json.factory().createParser(buffer, offset, length)) {
            return Links.of(parser);
        }
    }
}
