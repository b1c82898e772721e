package org.firewarden.deid.operation.dataset;

import java.io.IOException;
import java.util.List;
import java.util.UUID;
import org.firewarden.crypto.ContentKey;
import org.firewarden.crypto.SealedBlocks;
import org.firewarden.crypto.Sha256;
import org.firewarden.dataset.DataFile;
import org.springframework.jdbc.core.JdbcTemplate;

/** One file of a released data set. That no block is missing is known from the digest that was signed, before the end is told. */
final class FileStream extends SealedBlocks {

    private final JdbcTemplate jdbc;
    private final UUID dataSet;
    private final DataFile file;
    private final Sha256.Running digest = new Sha256.Running();
    private int block;
    private long bytes;

    FileStream(JdbcTemplate jdbc, ContentKey key, UUID dataSet, DataFile file) {
        super(key);
        this.jdbc = jdbc;
        this.dataSet = dataSet;
        this.file = file;
    }

    /** What a block is sealed as. */
    static String subject(UUID dataSet, String file, int block) {
        return "data-set/" + dataSet + "/" + file + "/" + block;
    }

    @Override
    protected List<Block> next() {
        String subject = subject(dataSet, file.name(), block);
        return jdbc.query(
                "SELECT content FROM firewarden.data_set_block WHERE data_set_id = ? AND file = ? AND block = ?",
                (row, i) -> new Block(subject, row.getBytes("content")),
                dataSet,
                file.name(),
                block++);
    }

    @Override
    protected void opened(byte[] content) {
        digest.update(content);
        bytes += content.length;
    }

    @Override
    protected void ended() throws IOException {
        if (bytes != file.bytes() || !digest.hex().equals(file.sha256())) {
            throw new IOException("a file of a data set is not as it was signed");
        }
    }
}
