package org.firewarden.ledger.checkpoint;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.firewarden.crypto.PrivateFile;
import org.firewarden.ledger.note.Checkpoint;

/**
 * A directory, best on a volume that this server can add to and not change (write once, read many). One file for each
 * checkpoint, {@code 00000000000000012345.checkpoint}; a file that is there is never written over.
 */
public final class DirectoryWitness implements Witness {

    private final Path directory;

    /** Writes to this directory, making it if it is not there. */
    public DirectoryWitness(Path directory) {
        this.directory = directory.toAbsolutePath().normalize();
    }

    @Override
    public String name() {
        return "directory " + directory;
    }

    @Override
    public void publish(Checkpoint checkpoint, String note) throws IOException {
        Path file = directory.resolve("%020d.checkpoint".formatted(checkpoint.size()));
        byte[] content = note.getBytes(StandardCharsets.UTF_8);
        if (!Files.exists(file)) {
            PrivateFile.create(file, content);
        } else if (!Files.readString(file).startsWith(checkpoint.text() + "\n")) {
            throw new IOException("the witness has another checkpoint of this size");
        }
    }
}
