package org.firewarden.ledger.event;

/** Texts that come from outside may hold halves of characters, for which there are no bytes. */
final class Unicode {

    private Unicode() {}

    /** The text, with U+FFFD in place of each half of a character. */
    static String whole(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                return text.codePoints()
                        .map(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? 0xFFFD : c)
                        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                        .toString();
            }
        }
        return text;
    }
}
