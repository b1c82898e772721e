package org.firewarden.ledger.siem;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.firewarden.crypto.TlsTrust;
import org.firewarden.ledger.follow.LedgerLeaf;
import org.firewarden.ledger.follow.LedgerReader;
import org.firewarden.outbound.OutboundTls;

/**
 * Syslog (RFC 5424) over TLS with octet counting (RFC 5425). Each batch has a connection of its own, whose end says that it was
 * read: the protocol has no other acknowledgement.
 */
final class SyslogDestination implements LedgerReader {

    /** RFC 5424, section 6.2.1: log audit. */
    private static final int FACILITY = 13;

    private static final int LONGEST_MESSAGE_ID = 32;

    /** Names structured data; the number is the one that RFC 5612 keeps for documentation, since Firewarden has none. */
    private static final String DATA_ID = "firewarden@32473";

    private static final DateTimeFormatter TIMESTAMP = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final SiemSettings.Syslog settings;
    private final TlsTrust trust;
    private final OutboundTls tls;
    private final String host;

    /**
     * Sends to this server.
     *
     * @param host the name of this server in its messages
     */
    SyslogDestination(SiemSettings.Syslog settings, OutboundTls tls, String host) {
        this.settings = settings;
        this.trust = settings.trust();
        this.tls = tls;
        this.host = host;
    }

    @Override
    public void take(List<LedgerLeaf> events, Runnable taken) throws IOException {
        ByteArrayOutputStream frames = new ByteArrayOutputStream();
        for (LedgerLeaf leaf : events) {
            byte[] message = message(SiemEvent.of(leaf)).getBytes(StandardCharsets.US_ASCII);
            frames.writeBytes((message.length + " ").getBytes(StandardCharsets.US_ASCII));
            frames.writeBytes(message);
        }
        tls.deliver(settings.origin(), trust, settings.isEndSigned(), frames.toByteArray());
        taken.run();
    }

    /** The message without its frame. Its free text is the line that a directory gets too. */
    String message(SiemEvent event) {
        int priority = FACILITY * 8 + event.severity().number();
        Instant recorded = event.recorded();
        return "<" + priority + ">1 " + TIMESTAMP.format(recorded) + " " + name(host, 255) + " firewarden "
                + ProcessHandle.current().pid() + " " + name(event.interaction(), LONGEST_MESSAGE_ID) + " [" + DATA_ID
                + " seq=\"" + event.seq() + "\" id=\"" + value(event.id()) + "\"] " + event.json();
    }

    /** A name as RFC 5424 has it: printable ASCII without spaces, or a dash. */
    private static String name(String text, int longest) {
        StringBuilder name = new StringBuilder();
        text.chars().filter(c -> c > ' ' && c < 0x7f).limit(longest).forEach(c -> name.append((char) c));
        return name.isEmpty() ? "-" : name.toString();
    }

    /** RFC 5424, section 6.3.3. */
    private static String value(String text) {
        return text.replace("\\", "\\\\").replace("\"", "\\\"").replace("]", "\\]");
    }
}
