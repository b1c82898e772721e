package org.firewarden.ledger.siem;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.firewarden.crypto.TlsTrust;
import org.firewarden.outbound.OutboundOrigin;
import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;

/**
 * Where events go beside the ledger ({@code firewarden.siem.*}).
 *
 * @param jsonLines directories
 * @param syslog servers
 * @param interval how often new events are looked for
 * @param batch how many events are handed over at once, and so are in memory, for each destination
 * @param backlog with how many waiting events health says DEGRADED; they wait in the ledger, and none is ever left out
 * @param delay after how long the oldest waiting event makes health say so
 */
public record SiemSettings(
        @Nullable List<JsonLines> jsonLines,
        @Nullable List<Syslog> syslog,
        Duration interval,
        int batch,
        long backlog,
        Duration delay) {

    private static final int LARGEST_BATCH = 10_000;

    /** Refuses what cannot work, with the name of the setting. */
    public SiemSettings {
        jsonLines = jsonLines == null ? List.of() : List.copyOf(jsonLines);
        syslog = syslog == null ? List.of() : List.copyOf(syslog);
        if (interval.toMillis() < 1 || delay.isNegative() || delay.isZero()) {
            throw new IllegalArgumentException("firewarden.siem.interval and delay must be longer than nothing");
        }
        if (batch < 1 || batch > LARGEST_BATCH || backlog < 1) {
            throw new IllegalArgumentException(
                    "firewarden.siem.batch must be from 1 to " + LARGEST_BATCH + ", backlog at least 1");
        }
        List<String> names = Stream.concat(
                        jsonLines.stream().map(JsonLines::name), syslog.stream().map(Syslog::name))
                .toList();
        if (names.stream().distinct().count() < names.size()) {
            throw new IllegalArgumentException("firewarden.siem lists a destination twice");
        }
    }

    List<JsonLines> directories() {
        return jsonLines == null ? List.of() : jsonLines;
    }

    List<Syslog> servers() {
        return syslog == null ? List.of() : syslog;
    }

    /**
     * A directory for JSON lines.
     *
     * @param directory where the files are; one node at a time writes to it
     * @param fileSize after how much a new file is begun
     */
    public record JsonLines(Path directory, @Nullable DataSize fileSize) {

        /** A new file after 64 MB, unless another size is set. */
        public JsonLines {
            fileSize = fileSize == null ? DataSize.ofMegabytes(64) : fileSize;
            if (fileSize.toBytes() < 1) {
                throw new IllegalArgumentException("firewarden.siem.json-lines.file-size must be more than nothing");
            }
        }

        String name() {
            return "json-lines " + directory.toAbsolutePath().normalize();
        }

        long fileBytes() {
            return fileSize == null ? Long.MAX_VALUE : fileSize.toBytes();
        }
    }

    /**
     * A server that takes RFC 5424 over TLS.
     *
     * @param address {@code syslog-tls://host:port}, which {@code firewarden.outbound} must list too
     * @param trustStore the certificates under which the server's was issued, PEM
     * @param keyStore with what this server shows who it is: a PKCS#12 file, or null
     * @param keyStorePassphraseFile its passphrase, or null
     * @param confirmation what counts as taken
     */
    public record Syslog(
            String address,
            Path trustStore,
            @Nullable Path keyStore,
            @Nullable Path keyStorePassphraseFile,
            @Nullable Confirmation confirmation) {

        /** Refuses addresses that are none, and half an identity. */
        public Syslog {
            confirmation = confirmation == null ? Confirmation.CLOSE_NOTIFY : confirmation;
            if (OutboundOrigin.ofService(address)
                    .filter(origin -> origin.scheme().equals(OutboundOrigin.SYSLOG_TLS))
                    .isEmpty()) {
                throw new IllegalArgumentException(
                        "firewarden.siem.syslog.address must be syslog-tls://host or syslog-tls://host:port");
            }
            if ((keyStore == null) != (keyStorePassphraseFile == null)) {
                throw new IllegalArgumentException(
                        "firewarden.siem.syslog needs both key-store and key-store-passphrase-file, or neither");
            }
        }

        String name() {
            return "syslog " + origin().host() + ":" + origin().port();
        }

        OutboundOrigin origin() {
            return OutboundOrigin.ofService(address).orElseThrow();
        }

        TlsTrust trust() {
            return TlsTrust.of(
                    trustStore,
                    keyStore == null || keyStorePassphraseFile == null
                            ? null
                            : new TlsTrust.Identity(keyStore, keyStorePassphraseFile));
        }

        boolean isEndSigned() {
            return confirmation == Confirmation.CLOSE_NOTIFY;
        }
    }

    /** When a batch counts as taken. Syslog itself has no acknowledgement. */
    public enum Confirmation {
        /** The server has answered TLS's end of data with its own, as RFC 5425, section 4.4 demands. It has read everything. */
        CLOSE_NOTIFY,
        /** The server has ended the connection; for servers that do not answer. What it had not read by then may be lost. */
        END_OF_CONNECTION
    }
}
