package org.firewarden.server.export;

import java.io.IOException;
import java.util.List;
import java.util.UUID;
import org.firewarden.crypto.ContentKey;
import org.firewarden.crypto.SealedBlocks;
import org.firewarden.crypto.Sha256;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/** All of one type in an export, record by record. That no part is missing is known from the sealed digest, before the end is told. */
final class ExportFileStream extends SealedBlocks {

    private final JdbcTemplate jdbc;
    private final UUID export;
    private final String type;
    private final ExportFiles.@Nullable File file;
    private final Sha256.Running digest = new Sha256.Running();
    private int ordinal = -1;
    private int part;

    /**
     * Reads from there.
     *
     * @param file what the content must be, or null while that is being found out
     */
    ExportFileStream(JdbcTemplate jdbc, ContentKey key, UUID export, String type, ExportFiles.@Nullable File file) {
        super(key);
        this.jdbc = jdbc;
        this.export = export;
        this.type = type;
        this.file = file;
    }

    /** What a part is sealed as. */
    static String subject(UUID export, String type, int ordinal, int part) {
        return "bulk-export/" + export + "/" + type + "/" + ordinal + "/" + part;
    }

    @Override
    protected List<Block> next() {
        return jdbc.query(
                "SELECT ordinal, part, content FROM firewarden.bulk_export_part WHERE export_id = ? AND type = ?"
                        + " AND (ordinal, part) > (?, ?) ORDER BY ordinal, part LIMIT 1",
                (row, i) -> {
                    ordinal = row.getInt("ordinal");
                    part = row.getInt("part");
                    return new Block(subject(export, type, ordinal, part), row.getBytes("content"));
                },
                export,
                type,
                ordinal,
                part);
    }

    @Override
    protected void opened(byte[] content) {
        digest.update(content);
    }

    @Override
    protected void ended() throws IOException {
        if (file != null && !digest.hex().equals(file.sha256())) {
            throw new IOException("a file of an export is not as it was made");
        }
    }
}
