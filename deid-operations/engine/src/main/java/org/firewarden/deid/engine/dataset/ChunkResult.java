package org.firewarden.deid.engine.dataset;

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

    /**
     * Rewrites each resource of a chunk that was surveyed and holds the others. A failure of the vault ends the run; any other
     * holds the one resource.
     */
    static ChunkResult of(Chunk chunk, ResourceRewriter rewriter, Survey survey, Release release) {
        ChunkResult result = new ChunkResult();
        for (Chunk.Item item : chunk.items()) {
            result.in++;
            Reason unsurveyed = survey.failure(chunk.file(), item.place());
            if (unsurveyed != null) {
                result.hold(chunk, item, unsurveyed);
                continue;
            }
            try {
                Rewritten rewritten =
                        rewriter.rewrite(item.buffer(), item.offset(), item.length(), chunk.links(), item.fullUrl());
                if (rewritten instanceof Rewritten.Kept kept) {
                    result.add(kept.type(), release.last(kept));
                } else {
                    result.dropped++;
                }
            } catch (VaultException | KeyRingException e) {
                throw e;
            } catch (IOException | RuntimeException e) {
                // The exception is not kept: its message may quote the resource.
                result.hold(chunk, item, Reason.of(e));
            }
        }
        return result;
    }

    private void hold(Chunk chunk, Chunk.Item item, Reason reason) {
        byte[] content = Arrays.copyOfRange(item.buffer(), item.offset(), item.offset() + item.length());
        held.add(new Held(chunk.file(), item.place(), reason, content));
    }

    private void add(String type, byte[] json) {
        Lines of = lines.computeIfAbsent(type, name -> new Lines());
        of.bytes.write(json, 0, json.length);
        of.bytes.append('\n');
        of.count++;
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
