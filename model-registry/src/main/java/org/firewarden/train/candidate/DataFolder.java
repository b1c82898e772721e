package org.firewarden.train.candidate;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDate;
import org.firewarden.crypto.Sha256;
import org.firewarden.train.cohort.FolderFiles;
import org.firewarden.train.cohort.ResourceFiles;

/**
 * A folder of NDJSON files to train on.
 *
 * @param files what lies in it
 * @param sha256 the digest of the list of names and digests of its files, in the order of the names: the same data, the same digest
 * @param asOf the day as of which the data was read; later outcomes are unknown
 */
public record DataFolder(ResourceFiles files, String sha256, LocalDate asOf) {

    /**
     * Reads the folder once, for its digest.
     *
     * @throws IOException if it cannot be read, or holds no NDJSON file
     */
    public static DataFolder of(Path folder, LocalDate asOf) throws IOException {
        FolderFiles files = new FolderFiles(folder);
        if (files.files().isEmpty()) {
            throw new IOException("the folder holds no *.ndjson file");
        }
        StringBuilder list = new StringBuilder();
        for (ResourceFiles.ResourceFile file : files.files()) {
            try (InputStream content = files.open(file)) {
                Sha256.Running digest = new Sha256.Running();
                byte[] buffer = new byte[1 << 16];
                for (int read = content.read(buffer); read >= 0; read = content.read(buffer)) {
                    digest.update(buffer, 0, read);
                }
                list.append(file.name()).append(' ').append(digest.hex()).append('\n');
            }
        }
        return new DataFolder(files, Sha256.hex(list.toString().getBytes(StandardCharsets.UTF_8)), asOf);
    }
}
