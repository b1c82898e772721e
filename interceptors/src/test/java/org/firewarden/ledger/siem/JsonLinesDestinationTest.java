package org.firewarden.ledger.siem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.firewarden.ledger.follow.LedgerLeaf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JsonLinesDestinationTest {

    @TempDir
    private Path folder;

    private static List<LedgerLeaf> leaves(long first, long end) {
        return LongStream.range(first, end)
                .mapToObj(seq -> new LedgerLeaf(
                        seq,
                        Instant.EPOCH,
                        "0",
                        0,
                        "{\"event\":{\"interaction\":\"read\",\"outcome\":\"0\"},\"index\":" + seq + "}"))
                .toList();
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    private List<Long> seqs() throws IOException {
        List<Long> seqs = new ArrayList<>();
        for (Path file : files()) {
            for (String line : Files.readAllLines(file)) {
                seqs.add(new ObjectMapper().readTree(line).path("seq").asLong());
            }
        }
        return seqs;
    }

    @Test
    void aFileIsContinuedUntilItIsLarge() throws Exception {
        JsonLinesDestination destination = new JsonLinesDestination(folder, 200);

        destination.take(leaves(0, 1), () -> {});
        destination.take(leaves(1, 3), () -> {});
        destination.take(leaves(3, 4), () -> {});

        assertThat(files().stream().map(file -> file.getFileName().toString()))
                .containsExactly("events-00000000000000000000.jsonl", "events-00000000000000000003.jsonl");
        assertThat(seqs()).containsExactly(0L, 1L, 2L, 3L);
    }

    @Test
    void aLineThatACrashCutIsWrittenAgainWhole() throws Exception {
        JsonLinesDestination destination = new JsonLinesDestination(folder, 1_000_000);
        destination.take(leaves(0, 2), () -> {});
        Files.writeString(files().get(0), "{\"action\":\"R\",\"addr", StandardOpenOption.APPEND);

        destination.take(leaves(2, 3), () -> {});

        assertThat(seqs()).containsExactly(0L, 1L, 2L);
    }

    @Test
    void aFileThatWasMovedAwayIsNotMissed() throws Exception {
        JsonLinesDestination destination = new JsonLinesDestination(folder, 1_000_000);
        destination.take(leaves(0, 2), () -> {});
        Files.delete(files().get(0));

        destination.take(leaves(2, 3), () -> {});

        assertThat(seqs()).containsExactly(2L);
    }

    @Test
    void linesCountAsTakenWhenTheyAreThere() throws Exception {
        List<Long> seen = new ArrayList<>();

        new JsonLinesDestination(folder, 1_000).take(leaves(0, 2), () -> {
            try {
                seen.addAll(seqs());
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });

        assertThat(seen).containsExactly(0L, 1L);
    }

    @Test
    void aDirectoryThatCannotBeWrittenTakesNothing() throws Exception {
        Path file = Files.createFile(folder.resolve("file"));

        assertThatThrownBy(() -> new JsonLinesDestination(file, 1_000).take(leaves(0, 1), () -> {
                    throw new AssertionError("nothing was taken");
                }))
                .isInstanceOf(IOException.class);
    }

    @Test
    void othersCannotReadTheLines() throws Exception {
        new JsonLinesDestination(folder, 1_000).take(leaves(0, 1), () -> {});

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(files().get(0))))
                .matches("rw-r?-?----|rw-r-----|rw-------");
    }
}
