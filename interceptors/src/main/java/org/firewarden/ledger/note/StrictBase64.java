package org.firewarden.ledger.note;

import java.util.Base64;

/** Base64 (RFC 4648, section 4) in its one canonical spelling: each altered character is another value or none. */
final class StrictBase64 {

    private StrictBase64() {}

    static byte[] decode(String text) throws MalformedNoteException {
        try {
            byte[] bytes = Base64.getDecoder().decode(text);
            if (Base64.getEncoder().encodeToString(bytes).equals(text)) {
                return bytes;
            }
        } catch (IllegalArgumentException e) {
            throw new MalformedNoteException("a part is not base64");
        }
        throw new MalformedNoteException("a part is not base64 in its canonical spelling");
    }
}
