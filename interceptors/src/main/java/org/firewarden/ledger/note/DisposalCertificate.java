package org.firewarden.ledger.note;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.Period;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * What the ledger certifies of one disposal: which content keys it destroyed, and that none of them had sealed anything that was
 * still to be kept. It is the text of a signed note, signed like a checkpoint; its first line keeps the one from being taken for the
 * other.
 *
 * @param origin the name of the log
 * @param id the id by which the log's event of the destruction names it
 * @param disposed when
 * @param keep how long the policy then in force kept events
 * @param sealedBefore none of the keys sealed anything at this instant or later
 * @param held how many keys were old enough and are kept by legal holds
 * @param keys the ids of the keys that were destroyed
 */
public record DisposalCertificate(
        String origin, UUID id, Instant disposed, Period keep, Instant sealedBefore, int held, List<String> keys) {

    private static final String TITLE = "firewarden ledger disposal 1";
    private static final Pattern KEY = Pattern.compile("[A-Za-z0-9_-]{1,64}");
    private static final int HEAD = 7;

    /** Refuses what its text could not hold. */
    public DisposalCertificate {
        keys = List.copyOf(keys);
        if (!NoteKey.isName(origin)
                || keys.isEmpty()
                || keys.stream().anyMatch(key -> !KEY.matcher(key).matches())) {
            throw new IllegalArgumentException("a certificate names a log and the keys that were destroyed");
        }
    }

    /** The text that is signed. */
    public String text() {
        StringBuilder text = new StringBuilder();
        for (String line : List.of(
                TITLE,
                origin,
                "disposal " + id,
                "disposed " + disposed,
                "keep " + keep,
                "sealed-before " + sealedBefore,
                "held " + held)) {
            text.append(line).append('\n');
        }
        keys.forEach(key -> text.append("key ").append(key).append('\n'));
        return text.toString();
    }

    /**
     * Reads the text. Verifies no signature.
     *
     * @throws MalformedNoteException if it is no certificate, or is spelt otherwise than the ledger spells it
     */
    public static DisposalCertificate parse(String text) throws MalformedNoteException {
        String[] lines = text.split("\n", -1);
        if (lines.length < HEAD + 2 || !lines[0].equals(TITLE)) {
            throw new MalformedNoteException("this is no certificate of disposal");
        }
        try {
            List<String> keys = new ArrayList<>();
            for (int i = HEAD; i < lines.length - 1; i++) {
                keys.add(value(lines[i], "key "));
            }
            DisposalCertificate certificate = new DisposalCertificate(
                    lines[1],
                    UUID.fromString(value(lines[2], "disposal ")),
                    Instant.parse(value(lines[3], "disposed ")),
                    Period.parse(value(lines[4], "keep ")),
                    Instant.parse(value(lines[5], "sealed-before ")),
                    Integer.parseInt(value(lines[6], "held ")),
                    keys);
            if (!certificate.text().equals(text)) {
                throw new MalformedNoteException("this is no certificate of disposal");
            }
            return certificate;
        } catch (DateTimeException | IllegalArgumentException e) {
            throw new MalformedNoteException("this is no certificate of disposal");
        }
    }

    private static String value(String line, String name) throws MalformedNoteException {
        if (!line.startsWith(name)) {
            throw new MalformedNoteException("a certificate of disposal has a line '" + name.trim() + "'");
        }
        return line.substring(name.length());
    }
}
