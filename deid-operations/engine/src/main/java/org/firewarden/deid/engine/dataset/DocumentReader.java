package org.firewarden.deid.engine.dataset;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.firewarden.deid.engine.stream.BundleEntries;
import org.firewarden.deid.engine.stream.Json;
import org.firewarden.deid.engine.stream.Links;
import org.firewarden.deid.engine.stream.NotAResourceException;
import org.jspecify.annotations.Nullable;

/** Cuts a JSON document into chunks: the entries of a Bundle, or the one resource that it is. */
final class DocumentReader {

    private static final int BLOCK = 1 << 20;

    private final InputFile file;
    private final ChunkSink sink;
    private List<Chunk.Item> items = new ArrayList<>();
    private int size;
    private long entry;

    DocumentReader(InputFile file, ChunkSink sink) {
        this.file = file;
        this.sink = sink;
    }

    /**
     * Reads the document twice: once for its links, and so for whether it is whole, and once for its entries.
     *
     * @throws IOException if it is not one JSON document; no chunk was handed out then
     */
    void read() throws IOException {
        Links links;
        try (InputStream in = file.open();
                JsonParser parser = Json.factory().createParser(in)) {
            links = Links.of(parser);
            if (parser.nextToken() != null) {
                throw new NotAResourceException();
            }
        }
        if (!links.isOfBundle()) {
            try (InputStream in = file.open()) {
                sink.accept(new Chunk(file.number(), Links.NONE, List.of(item(1, in.readAllBytes(), null))));
            }
            return;
        }
        try (InputStream in = file.open();
                JsonParser parser = Json.factory().createParser(in)) {
            BundleEntries.resources(parser, (fullUrl, resource) -> {
                entry++;
                items.add(item(entry, resource, fullUrl));
                size += resource.length;
                if (size >= BLOCK) {
                    emit(links);
                }
            });
        }
        emit(links);
    }

    private void emit(Links links) throws IOException {
        if (!items.isEmpty()) {
            sink.accept(new Chunk(file.number(), links, items));
            items = new ArrayList<>();
            size = 0;
        }
    }

    private static Chunk.Item item(long place, byte[] bytes, @Nullable String fullUrl) {
        return new Chunk.Item(place, bytes, 0, bytes.length, fullUrl);
    }
}
