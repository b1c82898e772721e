package org.firewarden.deid.engine.vault;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.firewarden.crypto.KeyRing;
import org.firewarden.crypto.KeyRingException;

/**
 * A vault in a folder of its own, with all its tokens in memory. Safe for many threads; a second process is kept out by a file lock.
 */
final class FileVault implements TokenVault {

    private record Entry(String identity, Token token) {}

    private final ConcurrentMap<String, Token> tokens = new ConcurrentHashMap<>();
    private final Queue<Entry> pending = new ConcurrentLinkedQueue<>();
    private final AtomicInteger pendingCount = new AtomicInteger();
    private final SecureRandom random;
    private final VaultLog log;
    private volatile boolean isBroken;

    private FileVault(Path folder, KeyRing keys, SecureRandom random) throws IOException {
        this.random = random;
        this.log = new VaultLog(folder, keys, random, this::load);
    }

    static FileVault open(Path folder, KeyRing keys, SecureRandom random) {
        try {
            return new FileVault(folder, keys, random);
        } catch (IOException e) {
            throw new VaultException("the vault cannot be opened", e);
        }
    }

    @Override
    public Token token(String identity) {
        Token known = tokens.get(identity);
        return known != null ? known : tokens.computeIfAbsent(identity, name -> make(name, random()));
    }

    @Override
    public Token token(String identity, Supplier<Token> derived) {
        Token known = tokens.get(identity);
        return known != null ? known : tokens.computeIfAbsent(identity, name -> make(name, derived.get()));
    }

    @Override
    public Optional<String> identity(String id) {
        return tokens.entrySet().stream()
                .filter(entry -> entry.getValue().id().equals(id))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    @Override
    public int pending() {
        return pendingCount.get();
    }

    @Override
    public synchronized void flush() {
        if (isBroken) {
            throw new VaultException("the vault failed before");
        }
        ByteArrayOutputStream batch = new ByteArrayOutputStream();
        int count = 0;
        try (DataOutputStream out = new DataOutputStream(batch)) {
            for (Entry entry = pending.poll(); entry != null; entry = pending.poll()) {
                byte[] identity = entry.identity().getBytes(StandardCharsets.UTF_8);
                out.writeInt(identity.length);
                out.write(identity);
                out.writeLong(entry.token().high());
                out.writeLong(entry.token().low());
                count++;
            }
            if (count > 0) {
                log.append(batch.toByteArray());
                pendingCount.addAndGet(-count);
            }
        } catch (IOException | KeyRingException e) {
            isBroken = true;
            throw new VaultException("the vault cannot be written", e);
        }
    }

    private Token random() {
        return new Token(random.nextLong(), random.nextLong());
    }

    private Token make(String identity, Token token) {
        if (isBroken) {
            throw new VaultException("the vault failed before");
        }
        // Queued before it can be seen in the map, so that a flush by anybody who saw it makes it durable.
        pending.add(new Entry(identity, token));
        pendingCount.incrementAndGet();
        return token;
    }

    private void load(byte[] batch) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(batch))) {
            while (in.available() > 0) {
                byte[] identity = in.readNBytes(in.readInt());
                tokens.put(new String(identity, StandardCharsets.UTF_8), new Token(in.readLong(), in.readLong()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            if (!isBroken) {
                flush();
            }
        } finally {
            closeLog();
        }
    }

    private void closeLog() {
        try {
            log.close();
        } catch (IOException e) {
            throw new VaultException("the vault cannot be closed", e);
        }
    }
}
