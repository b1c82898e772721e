package org.firewarden.deid.engine.dataset;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.firewarden.crypto.KeyRingException;
import org.firewarden.deid.engine.stream.ResourceRewriter;
import org.firewarden.deid.engine.stream.Rewritten;
import org.firewarden.deid.engine.vault.VaultException;

/** What came of a chunk: the lines for each output file, and what goes to quarantine. */
final class ChunkResult {

    /** Lines of one resource type. */
    static final class Lines {
        private final ByteArrayBuilder bytes = new ByteArrayBuilder();
        private int count;

        byte[] bytes() {
            return bytes.toByteArray();
        }

        int count() {
            return count;
        }
    }

    /** A resource that must not come out. */
    @SuppressWarnings("ArrayRecordComponent") // Handed on once, never compared.
    record Held(int file, long place, Reason reason, byte[] content) {}

    private final Map<String, Lines> lines = new TreeMap<>();
    private final List<Held> held = new ArrayList<>();
    private int in;
    private int dropped;

    /** Rewrites each resource of a chunk. A failure of the vault ends the run; any other holds the one resource. */
    static ChunkResult of(Chunk chunk, ResourceRewriter rewriter) {
        ChunkResult result = new ChunkResult();
        for (Chunk.Item item : chunk.items()) {
            result.in++;
            try {
                result.add(
                        rewriter.rewrite(item.buffer(), item.offset(), item.length(), chunk.links(), item.fullUrl()));
            } catch (VaultException | KeyRingException e) {
                throw e;
            } catch (IOException | RuntimeException e) {
                byte[] content = Arrays.copyOfRange(item.buffer(), item.offset(), item.offset() + item.length());
                // The exception is not kept: its message may quote the resource.
                result.held.add(new Held(chunk.file(), item.place(), reason(e), content));
            }
        }
        return result;
    }

    static Reason reason(Exception failure) {
        if (failure instanceof StreamConstraintsException) {
            return Reason.BEYOND_LIMITS;
        }
        if (failure instanceof JsonParseException || failure instanceof JsonEOFException) {
            return Reason.MALFORMED_JSON;
        }
        return failure instanceof IOException ? Reason.NOT_A_RESOURCE : Reason.ENGINE_FAILURE;
    }

    private void add(Rewritten rewritten) {
        if (rewritten instanceof Rewritten.Kept kept) {
            Lines of = lines.computeIfAbsent(kept.type(), type -> new Lines());
            of.bytes.write(kept.json(), 0, kept.json().length);
            of.bytes.append('\n');
            of.count++;
        } else {
            dropped++;
        }
    }

    Map<String, Lines> lines() {
        return lines;
    }

    List<Held> held() {
        return held;
    }

    int in() {
        return in;
    }

    int dropped() {
        return dropped;
    }
}
