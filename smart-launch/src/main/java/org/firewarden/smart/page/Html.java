package org.firewarden.smart.page;

/**
 * Builds a piece of HTML. Text and attribute values go in escaped; markup only as constants of this code base, which is what
 * {@link #raw} is for.
 */
public final class Html {

    private final StringBuilder markup = new StringBuilder();

    /** Adds markup, a constant. */
    public Html raw(String constant) {
        markup.append(constant);
        return this;
    }

    /** Adds text. */
    public Html text(String text) {
        markup.append(escape(text));
        return this;
    }

    /** Adds an attribute with its value, after a space. */
    public Html attribute(String name, String value) {
        markup.append(' ').append(name).append("=\"").append(escape(value)).append('"');
        return this;
    }

    /** Adds another piece. */
    public Html add(Html piece) {
        markup.append(piece.markup);
        return this;
    }

    @Override
    public String toString() {
        return markup.toString();
    }

    /** Escapes what has a meaning in HTML, in text and in quoted attribute values. */
    static String escape(String text) {
        StringBuilder escaped = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(point -> {
            switch (point) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&#39;");
                default -> escaped.appendCodePoint(point);
            }
        });
        return escaped.toString();
    }
}
