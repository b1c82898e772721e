package org.firewarden.deid.engine.dataset;

import java.io.IOException;

/** Takes chunks in the order of the input. */
interface ChunkSink {
    void accept(Chunk chunk) throws IOException;
}
