package org.firewarden.deid.engine.stream;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.SerializedString;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Writes an object or array only when something is written into it: FHIR knows no empty ones, and what an allow-list leaves
 * of an object is often nothing.
 */
final class LazyOutput {

    private static final int DEPTH = 32;

    private final JsonGenerator generator;
    private @Nullable SerializedString[] names = new SerializedString[DEPTH];
    private boolean[] arrays = new boolean[DEPTH];
    private int depth;
    private int written;

    LazyOutput(JsonGenerator generator) {
        this.generator = generator;
    }

    /** Opens an object; a name is given unless it stands in an array. */
    void startObject(@Nullable SerializedString name) {
        open(name, false);
    }

    /** Opens an array. */
    void startArray(@Nullable SerializedString name) {
        open(name, true);
    }

    /** Closes what was opened last. */
    void end() throws IOException {
        depth--;
        if (written > depth) {
            written = depth;
            if (arrays[depth]) {
                generator.writeEndArray();
            } else {
                generator.writeEndObject();
            }
        }
    }

    /** The generator, ready for a value: what is open is written, and the value's name. */
    JsonGenerator at(@Nullable SerializedString name) throws IOException {
        while (written < depth) {
            SerializedString open = names[written];
            if (open != null) {
                generator.writeFieldName(open);
            }
            if (arrays[written]) {
                generator.writeStartArray();
            } else {
                generator.writeStartObject();
            }
            written++;
        }
        if (name != null) {
            generator.writeFieldName(name);
        }
        return generator;
    }

    private void open(@Nullable SerializedString name, boolean isArray) {
        if (depth == arrays.length) {
            names = Arrays.copyOf(names, depth * 2);
            arrays = Arrays.copyOf(arrays, depth * 2);
        }
        names[depth] = name;
        arrays[depth] = isArray;
        depth++;
    }
}
