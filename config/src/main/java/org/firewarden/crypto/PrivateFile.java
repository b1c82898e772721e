package org.firewarden.crypto;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/** Files that only the owner may read, written whole or not at all. */
public final class PrivateFile {

    private PrivateFile() {}

    /**
     * Writes a file so that it is there whole or not at all, readable by the owner only where the file system knows owners.
     *
     * @throws java.nio.file.FileAlreadyExistsException if the file is there already
     */
    public static void create(Path file, byte[] content) throws IOException {
        Path temporary = write(file, content);
        try {
            Files.createLink(file, temporary);
        } catch (UnsupportedOperationException e) {
            // A file system without hard links: a plain move refuses an existing file just as well.
            Files.move(temporary, file);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    /** Writes a file in place of the one that is there, whole or not at all, readable by the owner only. */
    public static void replace(Path file, byte[] content) throws IOException {
        Files.move(write(file, content), file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static Path write(Path file, byte[] content) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        Files.createDirectories(folder);
        Path temporary = Files.createTempFile(folder, ".private", ".part", ownerOnly());
        try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
            ByteBuffer buffer = ByteBuffer.wrap(content);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            channel.force(true);
        }
        return temporary;
    }

    private static FileAttribute<?>[] ownerOnly() {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }
}
