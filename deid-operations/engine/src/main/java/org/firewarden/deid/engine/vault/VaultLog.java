package org.firewarden.deid.engine.vault;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.function.Consumer;
import org.firewarden.crypto.KeyPurpose;
import org.firewarden.crypto.KeyRing;
import org.firewarden.crypto.KeyRingException;
import org.firewarden.crypto.PrivateFile;

/**
 * The file that the vault lies in: a header with the vault's random name, then records of four bytes of length and a sealed
 * batch. Each record is sealed as the n-th of this vault, so none can be moved, left out or taken from another vault.
 *
 * <p>A second small file says how many bytes were acknowledged. What lies behind that mark and does not open is the torn
 * record of a crash and is cut off; what lies before it and does not open, or is missing, is damage and refuses the vault.
 */
final class VaultLog implements AutoCloseable {

    private static final String FILE = "vault.log";
    private static final String MARK = "vault.mark";
    private static final int NAME_BYTES = 16;
    private static final int LENGTH_BYTES = 4;

    private final Path mark;
    private final KeyRing keys;
    private final FileChannel lockChannel;
    private final FileLock lock;
    private final FileChannel channel;
    private final String name;
    private long records;
    private long end;

    /** True if a log lies in a folder, or the mark of one that is gone. */
    static boolean isIn(Path folder) {
        return Files.exists(folder.resolve(FILE)) || Files.exists(folder.resolve(MARK));
    }

    /** Opens the log, making it if it is not there, and hands each batch to the reader. */
    VaultLog(Path folder, KeyRing keys, SecureRandom random, Consumer<byte[]> reader) throws IOException {
        this.keys = keys;
        this.mark = folder.resolve(MARK);
        Path file = folder.resolve(FILE);
        Files.createDirectories(folder);
        lockChannel =
                FileChannel.open(folder.resolve("vault.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        lock = lockOrRefuse();
        FileChannel opened = null;
        try {
            if (!Files.exists(file)) {
                if (Files.exists(mark)) {
                    throw new VaultException("the vault's log is gone");
                }
                byte[] newName = new byte[NAME_BYTES];
                random.nextBytes(newName);
                PrivateFile.create(file, newName);
            }
            opened = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
            channel = opened;
            name = HexFormat.of().formatHex(read(NAME_BYTES, 0));
            end = NAME_BYTES;
            readRecords(reader);
        } catch (IOException | RuntimeException e) {
            if (opened != null) {
                opened.close();
            }
            lockChannel.close();
            throw e;
        }
    }

    private FileLock lockOrRefuse() throws IOException {
        try {
            FileLock got = lockChannel.tryLock();
            if (got != null) {
                return got;
            }
        } catch (OverlappingFileLockException e) {
            lockChannel.close();
            throw new VaultException("the vault is in use", e);
        }
        lockChannel.close();
        throw new VaultException("the vault is in use by another process");
    }

    private void readRecords(Consumer<byte[]> reader) throws IOException {
        long acknowledged = acknowledged();
        long size = channel.size();
        if (size < acknowledged) {
            throw new VaultException("the vault's log is shorter than what was acknowledged");
        }
        while (end < size) {
            byte[] batch;
            int length = 0;
            try {
                length = end + LENGTH_BYTES <= size
                        ? ByteBuffer.wrap(read(LENGTH_BYTES, end)).getInt()
                        : -1;
                if (length < 0 || end + LENGTH_BYTES + length > size) {
                    throw new VaultException("a record is cut off");
                }
                batch = keys.open(KeyPurpose.VAULT, subject(records), read(length, end + LENGTH_BYTES));
            } catch (VaultException | KeyRingException e) {
                if (end < acknowledged) {
                    throw new VaultException("record " + records + " of the vault does not open", e);
                }
                // Nothing of this record was acknowledged: no token of it ever left the process that wrote it.
                channel.truncate(end);
                channel.force(true);
                return;
            }
            reader.accept(batch);
            records++;
            end += LENGTH_BYTES + length;
        }
    }

    private long acknowledged() throws IOException {
        if (!Files.exists(mark)) {
            return 0;
        }
        byte[] bytes = Files.readAllBytes(mark);
        if (bytes.length != Long.BYTES) {
            throw new VaultException("the vault's mark is damaged");
        }
        return ByteBuffer.wrap(bytes).getLong();
    }

    /** Appends a batch and returns when it is durable. */
    void append(byte[] batch) throws IOException {
        byte[] sealed = keys.seal(KeyPurpose.VAULT, subject(records), batch);
        ByteBuffer record = ByteBuffer.allocate(LENGTH_BYTES + sealed.length)
                .putInt(sealed.length)
                .put(sealed)
                .flip();
        int length = record.remaining();
        for (long at = end; record.hasRemaining(); ) {
            at += channel.write(record, at);
        }
        channel.force(true);
        end += length;
        records++;
        PrivateFile.replace(mark, ByteBuffer.allocate(Long.BYTES).putLong(end).array());
    }

    private String subject(long record) {
        return "deid-vault:" + name + ":" + record;
    }

    private byte[] read(int length, long at) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length);
        while (buffer.hasRemaining()) {
            int count = channel.read(buffer, at + buffer.position());
            if (count < 0) {
                throw new VaultException("the vault's log ends too early");
            }
        }
        return buffer.array();
    }

    @Override
    public void close() throws IOException {
        channel.close();
        lock.close();
        lockChannel.close();
    }
}
