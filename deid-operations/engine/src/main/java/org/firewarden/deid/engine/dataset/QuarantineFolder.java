package org.firewarden.deid.engine.dataset;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.firewarden.crypto.KeyPurpose;
import org.firewarden.crypto.KeyRing;

/** What an earlier run held back, for a human to review. */
public final class QuarantineFolder {

    private record Sealed(QuarantineFolder folder, int number, KeyRing keys) implements DataSetInput.Part {
        @Override
        public boolean isNdjson() {
            return false;
        }

        @Override
        public InputStream open() throws IOException {
            return new ByteArrayInputStream(folder.open(number, keys));
        }
    }

    private final Path folder;

    /** Looks into a folder named {@code quarantine}. */
    public QuarantineFolder(Path folder) {
        this.folder = folder;
    }

    /** A line for each that was held: where it came from and why it was held, and nothing of what it is. */
    public List<String> index() throws IOException {
        Path index = folder.resolve("index.ndjson");
        return Files.exists(index) ? Files.readAllLines(index) : List.of();
    }

    /**
     * One that was held, in the clear.
     *
     * @param number from 1, in the order of the index
     * @throws InputException if there is none of that number
     */
    public byte[] open(int number, KeyRing keys) throws IOException {
        Path sealed = folder.resolve(String.format(Locale.ROOT, "%06d.sealed", number));
        if (!Files.isRegularFile(sealed)) {
            throw new InputException("nothing is held under the number " + number);
        }
        return keys.open(KeyPurpose.VAULT, Quarantine.SUBJECT + number, Files.readAllBytes(sealed));
    }

    /** All that was held, as the input of another run. */
    public DataSetInput input(KeyRing keys) throws IOException {
        List<DataSetInput.Part> parts = new ArrayList<>();
        for (int number = 1; number <= index().size(); number++) {
            parts.add(new Sealed(this, number, keys));
        }
        return () -> parts;
    }
}
