package org.firewarden.dataset;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A data set that was released. It never changes; it only ends.
 *
 * @param id says nothing of what is in it
 * @param createdAt when it was released
 * @param files its files, in the order of their names
 * @param sha256 the digest of the manifest, over files, lineage, custody and certificate: the name of exactly this content
 * @param lineage where it comes from
 * @param custody whose it is
 * @param certificate what the engine certifies of it, as the engine wrote it; an empty object if it certifies nothing
 * @param disposal how it ended, or null while it has not
 */
public record DataSet(
        UUID id,
        Instant createdAt,
        List<DataFile> files,
        String sha256,
        Lineage lineage,
        Custody custody,
        ObjectNode certificate,
        @Nullable Disposal disposal) {

    /** Copies the collections. */
    public DataSet {
        files = List.copyOf(files);
        certificate = certificate.deepCopy();
    }

    /** How many resources are in it. */
    public long resources() {
        return files.stream().mapToLong(DataFile::resources).sum();
    }

    /** The relative reference by which jobs, audit events and models name it. */
    public String reference() {
        return "DataSet/" + id;
    }
}
