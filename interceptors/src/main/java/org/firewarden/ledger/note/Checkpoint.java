package org.firewarden.ledger.note;

import java.util.List;
import org.firewarden.ledger.tree.TreeHash;

/**
 * The head of a tree (C2SP tlog-checkpoint): three lines, and none of the optional further ones.
 *
 * @param origin which log it is of
 * @param size how many leaves the tree has
 * @param root its root
 */
public record Checkpoint(String origin, long size, TreeHash root) {

    /** What is signed. */
    public String text() {
        return origin + "\n" + size + "\n" + root + "\n";
    }

    /**
     * Reads the text of a note.
     *
     * @throws MalformedNoteException if it is no checkpoint
     */
    public static Checkpoint parse(String text) throws MalformedNoteException {
        List<String> lines = List.of(text.split("\n", -1));
        if (lines.size() != 4 || !lines.get(3).isEmpty() || !NoteKey.isName(lines.get(0))) {
            throw new MalformedNoteException("a checkpoint is three lines: origin, size, root");
        }
        if (!lines.get(1).matches("0|[1-9][0-9]{0,17}")) {
            throw new MalformedNoteException("the size of a checkpoint is a decimal number");
        }
        return new Checkpoint(
                lines.get(0),
                Long.parseLong(lines.get(1)),
                TreeHash.ofBase64(lines.get(2))
                        .orElseThrow(
                                () -> new MalformedNoteException("the root of a checkpoint is 32 bytes in base64")));
    }
}
