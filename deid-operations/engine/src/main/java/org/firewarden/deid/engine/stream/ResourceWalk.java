package org.firewarden.deid.engine.stream;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.SerializedString;
import java.io.IOException;
import org.firewarden.deid.engine.age.Timeline;
import org.firewarden.deid.engine.age.Years;
import org.firewarden.deid.engine.policy.ElementNode;
import org.firewarden.deid.engine.policy.Step;
import org.firewarden.deid.engine.policy.Treatment;
import org.jspecify.annotations.Nullable;

/**
 * One walk over one resource, parser to generator. What the allow-list does not name, and what is not of the JSON type that
 * its FHIR type has, is skipped. The first pass over a data set is the same walk without an output, so that it sees just the
 * dates that the second would let out.
 */
final class ResourceWalk {

    private static final SerializedString ID = new SerializedString("id");
    private static final SerializedString RESOURCE_TYPE = new SerializedString("resourceType");
    private final Parts parts;
    private final IdentityWriter identities;
    private final PrimitiveWriter primitives;
    private final TextWriter texts;
    private final InnerResources inner;
    private final ValueWriter values;
    private final AddressWriter addresses;
    private final ExtensionWriter extensions;
    private final @Nullable LazyOutput out;
    private final boolean hidesAges;
    private final Trace trace = new Trace();

    /**
     * Prepares a walk.
     *
     * @param subject whose resource it is, where that must be known beforehand
     * @param out where to write; null for the first pass
     * @param timeline what the years of the patient's record tell; null while the patient is not known yet
     * @param hidesAges whether numbers of 90 or more are ages
     */
    ResourceWalk(
            Parts parts,
            Subject subject,
            References references,
            InnerResources.Nested nested,
            @Nullable LazyOutput out,
            @Nullable Timeline timeline,
            boolean hidesAges) {
        this.parts = parts;
        this.out = out;
        trace.patient = subject.patient();
        this.hidesAges = hidesAges;
        this.identities = new IdentityWriter(parts, references, out, trace);
        this.texts = new TextWriter(parts, subject.texts(), out);
        this.primitives = new PrimitiveWriter(parts, subject, texts, out, timeline, hidesAges, trace);
        this.inner = new InnerResources(parts, references, nested, this::property, out);
        this.values = new ValueWriter(parts);
        this.addresses = new AddressWriter(parts);
        this.extensions = new ExtensionWriter(parts);
    }

    /** What the walk met. */
    Trace trace() {
        return trace;
    }

    /**
     * Walks a resource; the parser stands before it.
     *
     * @param identity under which name the vault knows it, where the resource itself has no id; null for none
     */
    void resource(JsonParser parser, ElementNode node, @Nullable String identity) throws IOException {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw new NotAResourceException();
        }
        trace.isPatient = node.type().equals("Patient");
        LazyOutput writer = out;
        if (writer != null) {
            writer.startObject(null);
            writer.at(RESOURCE_TYPE).writeString(node.type());
            Label.write(writer, parts.policy().label());
        }
        boolean hasId = false;
        for (String field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
            JsonToken token = parser.nextToken();
            Step step = node.step(field);
            if (field.equals("contentType")
                    && token == JsonToken.VALUE_STRING
                    && node.type().equals("Binary")) {
                texts.binaryType(parser.getText());
            } else if (step == null) {
                if (trace.isPatient && field.equals("meta") && token == JsonToken.START_OBJECT) {
                    recorded(parser);
                } else {
                    parser.skipChildren();
                }
            } else if (step.treatment() == Treatment.ID) {
                if (token == JsonToken.VALUE_STRING && !hasId) {
                    hasId = true;
                    identities.id(node.type() + "/" + parser.getText(), step.name());
                } else {
                    parser.skipChildren();
                }
            } else if (step.treatment() == Treatment.REFERENCE && token == JsonToken.START_OBJECT) {
                identities.reference(parser, step.name(), Subject.LINKS.contains(field));
            } else {
                property(parser, field, step, token);
            }
        }
        Json.requireEnd(parser);
        texts.binary();
        if (!hasId && identity != null) {
            identities.id(identity, ID);
        }
        if (writer != null) {
            writer.end();
        }
    }

    private void recorded(JsonParser parser) throws IOException {
        for (String field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
            if (parser.nextToken() == JsonToken.VALUE_STRING && field.equals("lastUpdated")) {
                trace.recordedYear = Years.of(parser.getText());
            } else {
                parser.skipChildren();
            }
        }
    }

    private void object(JsonParser parser, ElementNode node) throws IOException {
        for (String field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
            JsonToken token = parser.nextToken();
            Step step = node.step(field);
            if (step == null) {
                parser.skipChildren();
            } else {
                property(parser, field, step, token);
            }
        }
        Json.requireEnd(parser);
    }

    private void property(JsonParser parser, String field, Step step, JsonToken token) throws IOException {
        if (token != JsonToken.START_ARRAY) {
            value(parser, field, step, token, step.name());
            return;
        }
        LazyOutput writer = out;
        if (writer != null) {
            writer.startArray(step.name());
        }
        for (JsonToken each = parser.nextToken(); each != JsonToken.END_ARRAY; each = parser.nextToken()) {
            if (each == null || each == JsonToken.FIELD_NAME) {
                throw new NotAResourceException();
            }
            value(parser, field, step, each, null);
        }
        if (writer != null) {
            writer.end();
        }
    }

    private void value(JsonParser parser, String field, Step step, JsonToken token, @Nullable SerializedString name)
            throws IOException {
        if (token == JsonToken.START_OBJECT) {
            structure(parser, field, step, name);
        } else if (token == JsonToken.VALUE_STRING) {
            if (step.treatment() == Treatment.FULL_URL) {
                identities.fullUrl(parser.getText(), name);
            } else {
                primitives.text(parser, field, step, name);
            }
        } else if (token.isNumeric() && step.treatment() == Treatment.NUMBER) {
            primitives.number(parser, name);
        } else if (token.isBoolean() && step.treatment() == Treatment.BOOLEAN) {
            LazyOutput writer = out;
            if (writer != null) {
                writer.at(name).writeBoolean(token == JsonToken.VALUE_TRUE);
            }
        } else {
            parser.skipChildren();
        }
    }

    private void structure(JsonParser parser, String field, Step step, @Nullable SerializedString name)
            throws IOException {
        LazyOutput writer = out;
        ElementNode child = step.child();
        switch (step.treatment()) {
            case OBJECT -> {
                if (child == null) {
                    parser.skipChildren();
                } else if (writer == null) {
                    object(parser, child);
                } else {
                    writer.startObject(name);
                    object(parser, child);
                    writer.end();
                }
            }
            case REFERENCE -> identities.reference(parser, name, false);
            case RESOURCE -> {
                if (field.equals("contained")) {
                    inner.contained(Json.capture(parser), name);
                } else {
                    inner.nested(Json.capture(parser), name);
                }
            }
            default -> {
                if (writer == null) {
                    parser.skipChildren();
                } else {
                    leaf(parser, step, name, writer);
                }
            }
        }
    }

    private void leaf(JsonParser parser, Step step, @Nullable SerializedString name, LazyOutput writer)
            throws IOException {
        ElementNode child = step.child();
        switch (step.treatment()) {
            case CODING -> values.coding(parser, writer, name, trace);
            case QUANTITY -> values.quantity(parser, writer, name, step, trace, hidesAges);
            case EXTENSION -> extensions.extension(parser, writer, name);
            case IDENTIFIER -> identities.identifier(parser, name, writer);
            case ATTACHMENT -> texts.attachment(parser, name);
            case ADDRESS -> {
                if (child != null) {
                    addresses.address(parser, writer, name, child);
                } else {
                    parser.skipChildren();
                }
            }
            default -> parser.skipChildren();
        }
    }
}
