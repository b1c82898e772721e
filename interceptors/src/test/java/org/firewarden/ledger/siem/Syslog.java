package org.firewarden.ledger.siem;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A strict reader of what a syslog server gets. */
final class Syslog {

    /** RFC 5424, section 6, with one element of structured data and a text. */
    static final String MESSAGE =
            "<[0-9]{1,3}>1 \\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6}Z [!-~]{1,255} [!-~]{1,48}"
                    + " [!-~]{1,128} [!-~]{1,32} \\[[!-~&&[^=\\]\"]]{1,32}( [!-~&&[^=\\]\"]]{1,32}=\"([^\"\\\\\\]]|\\\\[\"\\\\\\]])*\")*\\]"
                    + " [ -~]*";

    private Syslog() {}

    /** The messages in frames of RFC 5425, section 4.3. */
    static List<String> messages(byte[] frames) {
        List<String> messages = new ArrayList<>();
        int at = 0;
        while (at < frames.length) {
            int space = at;
            while (frames[space] != ' ') {
                space++;
            }
            int length = Integer.parseInt(new String(frames, at, space - at, StandardCharsets.US_ASCII));
            messages.add(new String(frames, space + 1, length, StandardCharsets.US_ASCII));
            at = space + 1 + length;
        }
        return messages;
    }
}
