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
 * @param signingKeyLifetime after how long new signing keys take over
 * @param signingKeyOverlap how long the keys before sign with the new ones
 */
public record LedgerSettings(
        @Nullable String origin,
        Duration checkpointInterval,
        int checkpointEvents,
        Path witnessDirectory,
        @Nullable List<URI> witnessAddresses,
        Duration signingKeyLifetime,
        Duration signingKeyOverlap) {

    private static final Duration KEY_LIFETIME = Duration.ofDays(365);
    private static final Duration KEY_OVERLAP = Duration.ofDays(30);
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
        if (signingKeyOverlap.isNegative() || signingKeyLifetime.compareTo(signingKeyOverlap) <= 0) {
            throw new IllegalArgumentException(
                    "firewarden.ledger.signing-key-lifetime must be longer than signing-key-overlap");
        }
        witnessAddresses = witnessAddresses == null ? List.of() : List.copyOf(witnessAddresses);
        witnessAddresses.forEach(LedgerSettings::refuseInTheClear);
    }

    /** Settings with keys that sign for a year, and for thirty days more with the next. */
    static LedgerSettings of(
            @Nullable String origin,
            Duration checkpointInterval,
            int checkpointEvents,
            Path witnessDirectory,
            @Nullable List<URI> witnessAddresses) {
        return new LedgerSettings(
                origin,
                checkpointInterval,
                checkpointEvents,
                witnessDirectory,
                witnessAddresses,
                KEY_LIFETIME,
                KEY_OVERLAP);
    }

    /** The defaults, with a witness directory below this one. */
    public static LedgerSettings in(Path dataDirectory) {
        return of(null, LONGEST_INTERVAL, MOST_EVENTS, dataDirectory.resolve("witness"), List.of());
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
