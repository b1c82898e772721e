package org.firewarden.ledger.http;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.firewarden.ledger.checkpoint.CheckpointTable;
import org.firewarden.ledger.event.LeafContent;
import org.firewarden.ledger.note.Checkpoint;
import org.firewarden.ledger.store.LedgerTree;
import org.firewarden.ledger.tree.ConsistencyProof;
import org.firewarden.ledger.tree.Frontier;
import org.firewarden.ledger.tree.TreeHash;
import org.firewarden.ledger.verify.ExportFooter;
import org.firewarden.ledger.verify.ExportHeader;

/** Writes a range of the ledger as NDJSON: a header, one line for each event, a footer with a signed checkpoint. */
public final class LedgerExport {

    private final LedgerTree tree;

    /** Reads this tree. */
    public LedgerExport(LedgerTree tree) {
        this.tree = tree;
    }

    /**
     * Writes events {@code first} to {@code end - 1}.
     *
     * @param signed a checkpoint over at least {@code end} events
     * @throws IOException if the reader goes away
     */
    public void write(long first, long end, CheckpointTable.Stored signed, OutputStream out) throws IOException {
        Checkpoint checkpoint = signed.checkpoint();
        line(out, new ExportHeader(checkpoint.origin(), Frontier.of(first, tree)).toLine());
        TreeHash[] last = {TreeHash.OF_EMPTY_TREE};
        try {
            tree.contents(first, end, content -> {
                try {
                    line(out, content);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
                last[0] = LeafContent.hash(content);
            });
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        List<TreeHash> consistency = end == 0 || end == checkpoint.size()
                ? List.of()
                : ConsistencyProof.of(end, checkpoint.size(), tree).path();
        line(out, new ExportFooter(end, last[0], signed.note().toString(), consistency).toLine());
    }

    private static void line(OutputStream out, String line) throws IOException {
        out.write(line.getBytes(StandardCharsets.UTF_8));
        out.write('\n');
    }
}
