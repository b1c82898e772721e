package org.firewarden.deid.operation.dataset;

import java.util.List;
import java.util.UUID;
import org.firewarden.crypto.ContentKey;
import org.firewarden.crypto.SealedBlocks;
import org.springframework.jdbc.core.JdbcTemplate;

/** What was read for a draft, as one NDJSON stream in the order of the records. */
final class SourceStream extends SealedBlocks {

    private final JdbcTemplate jdbc;
    private final UUID dataSet;
    private int ordinal = -1;
    private int part;

    SourceStream(JdbcTemplate jdbc, ContentKey key, UUID dataSet) {
        super(key);
        this.jdbc = jdbc;
        this.dataSet = dataSet;
    }

    /** What a part is sealed as. */
    static String subject(UUID dataSet, int ordinal, int part) {
        return "data-set-source/" + dataSet + "/" + ordinal + "/" + part;
    }

    @Override
    protected List<Block> next() {
        return jdbc.query(
                "SELECT ordinal, part, content FROM firewarden.data_set_source WHERE data_set_id = ?"
                        + " AND (ordinal, part) > (?, ?) ORDER BY ordinal, part LIMIT 1",
                (row, i) -> {
                    ordinal = row.getInt("ordinal");
                    part = row.getInt("part");
                    return new Block(subject(dataSet, ordinal, part), row.getBytes("content"));
                },
                dataSet,
                ordinal,
                part);
    }
}
