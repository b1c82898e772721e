package org.firewarden.ledger.checkpoint;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.firewarden.ledger.note.NoteKey;
import org.jspecify.annotations.Nullable;

/**
 * How often the ledger's head is signed and who witnesses it ({@code firewarden.ledger.*}).
 *
 * @param origin the name that a new log gets, a URL without scheme; without one it gets a random ending
 * @param checkpointInterval the longest time that an event stays without a signed checkpoint over it
 * @param checkpointEvents the most events that a checkpoint adds
 * @param witnessDirectory where checkpoints are written to; on another volume in production
 * @param witnessAddresses where checkpoints are posted to
 */
public record LedgerSettings(
        @Nullable String origin,
        Duration checkpointInterval,
        int checkpointEvents,
        Path witnessDirectory,
        @Nullable List<URI> witnessAddresses) {

    private static final Duration LONGEST_INTERVAL = Duration.ofSeconds(60);
    private static final int MOST_EVENTS = 10_000;

    /** Refuses checkpoints that come too seldom, names that a checkpoint cannot hold and addresses in the clear. */
    public LedgerSettings {
        if (origin != null && !NoteKey.isName(origin)) {
            throw new IllegalArgumentException("firewarden.ledger.origin must have no spaces and no plus");
        }
        if (checkpointInterval.toMillis() < 1 || checkpointInterval.compareTo(LONGEST_INTERVAL) > 0) {
            throw new IllegalArgumentException("firewarden.ledger.checkpoint-interval must be at most 60s");
        }
        if (checkpointEvents < 1 || checkpointEvents > MOST_EVENTS) {
            throw new IllegalArgumentException("firewarden.ledger.checkpoint-events must be from 1 to 10000");
        }
        witnessAddresses = witnessAddresses == null ? List.of() : List.copyOf(witnessAddresses);
        witnessAddresses.forEach(LedgerSettings::refuseInTheClear);
    }

    /** The defaults, with a witness directory below this one. */
    public static LedgerSettings in(Path dataDirectory) {
        return new LedgerSettings(null, LONGEST_INTERVAL, MOST_EVENTS, dataDirectory.resolve("witness"), List.of());
    }

    /** The witnesses, the directory first. */
    public List<Witness> witnesses() {
        List<Witness> witnesses = new ArrayList<>();
        witnesses.add(new DirectoryWitness(witnessDirectory));
        if (witnessAddresses != null) {
            witnessAddresses.forEach(address -> witnesses.add(new HttpWitness(address)));
        }
        return witnesses;
    }

    private static void refuseInTheClear(URI address) {
        boolean isLoopback = List.of("127.0.0.1", "localhost", "[::1]").contains(String.valueOf(address.getHost()));
        if (address.getHost() == null
                || !("https".equals(address.getScheme()) || (isLoopback && "http".equals(address.getScheme())))) {
            throw new IllegalArgumentException("firewarden.ledger.witness-addresses must be https");
        }
    }
}
