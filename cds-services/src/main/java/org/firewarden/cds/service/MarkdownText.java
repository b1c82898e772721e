package org.firewarden.cds.service;

/**
 * Makes any text show as itself in GitHub-flavoured Markdown and in HTML (CDS Hooks 2.0.1, {@code detail}). Clients are known
 * to put a card's detail into a page as it is, so a unit or a reason from a record must not become an element, a link or a
 * cell. Every character that either language gives a meaning to becomes a numeric character reference, which both read as
 * plain text (CommonMark 0.31.2, Entity and numeric character references). Text from the files that ship is nobody's attack:
 * in it only what would not be read as it stands is replaced, so that it is readable to a client that shows the source.
 */
final class MarkdownText {

    private static final String MEANINGFUL = "&<>\"'`\\*_{}[]#|~:@!^$=";
    private static final String MARKUP = "&<>`\\*_[]#|~";
    private static final int LIMIT = 2_000;

    private MarkdownText() {}

    /** The text on one line, at most 2,000 characters of it, with nothing in it that is not plain text. */
    static String escape(String text) {
        return replaced(text, MEANINGFUL, true);
    }

    /** As {@link #escape}, for text from the files that ship: quotes, colons and host names stay as they are. */
    static String literal(String text) {
        return replaced(text, MARKUP, false);
    }

    private static String replaced(String text, String meaningful, boolean breaksHosts) {
        StringBuilder escaped = new StringBuilder();
        int[] characters = text.codePoints().limit(LIMIT).toArray();
        for (int i = 0; i < characters.length; i++) {
            int character = characters[i];
            boolean startsHost = breaksHosts
                    && character == '.'
                    && i + 1 < characters.length
                    && Character.isLetter(characters[i + 1]);
            if (Character.isWhitespace(character) || Character.isSpaceChar(character)) {
                escaped.append(' ');
            } else if (startsHost || meaningful.indexOf(character) >= 0) {
                escaped.append("&#").append(character).append(';');
            } else if (isVisible(character)) {
                escaped.appendCodePoint(character);
            }
        }
        return escaped.toString();
    }

    /** False for control and format characters, by which text could change its direction or hide. */
    private static boolean isVisible(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED -> false;
            default -> true;
        };
    }
}
