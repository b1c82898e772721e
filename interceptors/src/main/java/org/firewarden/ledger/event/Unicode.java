package org.firewarden.ledger.event;

/** Texts that come from outside may hold halves of characters, for which there are no bytes. */
final class Unicode {

    private static final int LONGEST = 256;

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

    /** The text as a column of the database takes it: without NUL, and at most 256 characters. */
    static String column(String text) {
        String storable = whole(text).replace('\u0000', '\ufffd');
        return storable.length() <= LONGEST ? storable : whole(storable.substring(0, LONGEST));
    }
}
