package org.firewarden.deid.engine.stream;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.SerializedString;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.firewarden.deid.engine.policy.ElementNode;
import org.firewarden.deid.engine.policy.Step;
import org.firewarden.deid.engine.policy.Treatment;
import org.jspecify.annotations.Nullable;

/**
 * Resources within a resource. A contained one is part of its container: its own type's allow-list, a label for an id, the
 * container's patient. One of a nested Bundle stands for itself and is rewritten apart.
 */
final class InnerResources {

    private static final SerializedString RESOURCE_TYPE = new SerializedString("resourceType");

    /** Takes a resource that is nested in a Bundle and has an allow-list of its own. */
    interface Nested {
        /** The resource as it may come out; null if nothing of it may. */
        byte @Nullable [] rewrite(byte[] resource) throws IOException;
    }

    /** Takes a property of a contained resource, as the walk takes those of the container. */
    interface Properties {
        void property(JsonParser parser, String field, Step step, JsonToken token) throws IOException;
    }

    private final Parts parts;
    private final References references;
    private final Nested nested;
    private final Properties properties;
    private final @Nullable LazyOutput out;

    InnerResources(Parts parts, References references, Nested nested, Properties properties, @Nullable LazyOutput out) {
        this.parts = parts;
        this.references = references;
        this.nested = nested;
        this.properties = properties;
        this.out = out;
    }

    /** Writes a contained resource: under its own type's allow-list, its id a label within its container. */
    void contained(byte[] bytes, @Nullable SerializedString name) throws IOException {
        String type = Head.typeOf(bytes, 0, bytes.length);
        ElementNode node = parts.policy().allowList().resource(type);
        if (node == null) {
            return;
        }
        LazyOutput writer = out;
        try (JsonParser parser = Json.factory().createParser(bytes)) {
            parser.nextToken();
            if (writer != null) {
                writer.startObject(name);
                writer.at(RESOURCE_TYPE).writeString(type);
            }
            for (String field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
                containedProperty(parser, field, node.step(field));
            }
            Json.requireEnd(parser);
            if (writer != null) {
                writer.end();
            }
        }
    }

    private void containedProperty(JsonParser parser, String field, @Nullable Step step) throws IOException {
        JsonToken token = parser.nextToken();
        LazyOutput writer = out;
        if (step != null && step.treatment() == Treatment.ID) {
            if (writer != null && token == JsonToken.VALUE_STRING) {
                writer.at(step.name()).writeString(references.contained(parser.getText()));
            }
        } else if (step == null
                || step.treatment().isBirth()
                || step.treatment().isDeath()) {
            // A contained patient's age at the events around it is not known, so its years do not come out.
            parser.skipChildren();
        } else {
            properties.property(parser, field, step, token);
        }
    }

    /** Writes what comes of a resource that is nested in a Bundle. */
    void nested(byte[] bytes, @Nullable SerializedString name) throws IOException {
        byte[] rewritten = nested.rewrite(bytes);
        LazyOutput writer = out;
        if (writer != null && rewritten != null) {
            writer.at(name).writeRawValue(new String(rewritten, StandardCharsets.UTF_8));
        }
    }
}
