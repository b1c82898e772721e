package org.firewarden.ledger.siem;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.firewarden.ledger.follow.LedgerLeaf;
import org.firewarden.ledger.follow.LedgerReader;

/**
 * JSON lines in a directory: files {@code events-00000000000000012345.jsonl}, each named by its first event and continued until it
 * is large. Lines are on the disk before they count as taken. A line that a crash cut is taken away before more are written; the
 * whole one follows. Files may be moved away at any time; the owner writes, the group of the directory may read.
 */
final class JsonLinesDestination implements LedgerReader {

    private static final String PREFIX = "events-";
    private static final String SUFFIX = ".jsonl";

    private final Path directory;
    private final long fileBytes;

    JsonLinesDestination(Path directory, long fileBytes) {
        this.directory = directory.toAbsolutePath().normalize();
        this.fileBytes = fileBytes;
    }

    @Override
    public void take(List<LedgerLeaf> events, Runnable taken) throws IOException {
        byte[] lines = events.stream()
                .map(leaf -> SiemEvent.of(leaf).json() + "\n")
                .collect(Collectors.joining())
                .getBytes(StandardCharsets.US_ASCII);
        Files.createDirectories(directory);
        Path file = continued()
                .orElseGet(() -> directory.resolve(
                        "%s%020d%s".formatted(PREFIX, events.get(0).seq(), SUFFIX)));
        try (FileChannel channel = FileChannel.open(
                        file,
                        Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
                        permissions());
                FileLock lock = channel.lock()) {
            channel.position(wholeLines(channel));
            channel.truncate(channel.position());
            ByteBuffer buffer = ByteBuffer.wrap(lines);
            while (lock.isValid() && buffer.hasRemaining()) {
                channel.write(buffer);
            }
            channel.force(true);
        }
        taken.run();
    }

    /** The last file, if there is room in it. */
    private Optional<Path> continued() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            Optional<Path> last = files.filter(file -> {
                        String name = file.getFileName().toString();
                        return name.startsWith(PREFIX) && name.endsWith(SUFFIX);
                    })
                    .max(Path::compareTo);
            return last.isPresent() && Files.size(last.get()) < fileBytes ? last : Optional.empty();
        }
    }

    /** Where the last whole line ends. */
    private static long wholeLines(FileChannel channel) throws IOException {
        ByteBuffer one = ByteBuffer.allocate(1);
        long end = channel.size();
        while (end > 0) {
            one.clear();
            channel.read(one, end - 1);
            if (one.get(0) == '\n') {
                return end;
            }
            end--;
        }
        return 0;
    }

    private static FileAttribute<?>[] permissions() {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r-----"))
                }
                : new FileAttribute<?>[0];
    }
}
