package org.firewarden.deid.engine.dataset;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.firewarden.crypto.KeyRingException;
import org.firewarden.deid.engine.age.Timelines;
import org.firewarden.deid.engine.stream.Links;
import org.firewarden.deid.engine.vault.VaultException;
import org.jspecify.annotations.Nullable;

/**
 * The first pass: what each patient's years tell. Fails closed: a resource that it fails on goes to quarantine even if the
 * second pass could rewrite it, and because nobody knows whose years it held, the timelines of the whole run count as
 * incomplete (45 CFR 164.514(b)(2)(i)(C)). Safe for many threads.
 */
final class Survey {

    /** Notes the years of one resource. */
    interface Reading {
        void note(Chunk.Item item, Links links) throws IOException;
    }

    private record Place(int file, long place) {}

    private final Reading reading;
    private final Timelines timelines;
    private final Map<Place, Reason> failures = new ConcurrentHashMap<>();

    Survey(Reading reading, Timelines timelines) {
        this.reading = reading;
        this.timelines = timelines;
    }

    /** Goes on with the same timelines over other files. */
    Survey(Survey earlier) {
        this(earlier.reading, earlier.timelines);
    }

    /** Surveys the resources of a chunk; tells how many they are. */
    int of(Chunk chunk) {
        for (Chunk.Item item : chunk.items()) {
            try {
                reading.note(item, chunk.links());
            } catch (VaultException | KeyRingException e) {
                throw e;
            } catch (IOException | RuntimeException e) {
                // The exception is not kept: its message may quote the resource.
                failures.put(new Place(chunk.file(), item.place()), Reason.of(e));
                timelines.incomplete();
            }
        }
        return chunk.items().size();
    }

    /** Notes that a whole document could not be read; the second pass holds it back for the same reason. */
    void unreadable() {
        timelines.incomplete();
    }

    /** Why the resource at a place was not surveyed; null if it was. */
    @Nullable
    Reason failure(int file, long place) {
        return failures.get(new Place(file, place));
    }
}
