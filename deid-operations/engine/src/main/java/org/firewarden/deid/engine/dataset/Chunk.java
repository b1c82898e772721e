package org.firewarden.deid.engine.dataset;

import java.util.List;
import org.firewarden.deid.engine.stream.Links;
import org.jspecify.annotations.Nullable;

/**
 * Resources that are worked on together, about a megabyte of them.
 *
 * @param file the number of the input file
 * @param links how they name each other, if they are of one Bundle
 * @param items the resources
 */
record Chunk(int file, Links links, List<Item> items) {

    /**
     * One resource as it was read.
     *
     * @param place the line in an NDJSON file, the number of the entry in a Bundle; from 1
     * @param buffer holds it, others of the chunk perhaps too
     * @param fullUrl of the entry of a Bundle, if it has one
     */
    @SuppressWarnings("ArrayRecordComponent") // Handed on once, never compared.
    record Item(
            long place,
            byte[] buffer,
            int offset,
            int length,
            @Nullable String fullUrl) {}
}
