package org.firewarden.deid.engine.age;

/** Reads the year of a FHIR date, dateTime or instant. */
public final class Years {

    private static final int EARLIEST = 1800;
    private static final int LATEST = 2199;

    private Years() {}

    /** The year; 0 if the text is not a date of FHIR, or of a year that no patient record tells of. */
    public static int of(char[] text, int offset, int length) {
        if (length < 4 || (length > 4 && text[offset + 4] != '-')) {
            return 0;
        }
        int year = 0;
        for (int i = 0; i < length; i++) {
            char c = text[offset + i];
            boolean isDigit = c >= '0' && c <= '9';
            if (i < 4) {
                if (!isDigit) {
                    return 0;
                }
                year = year * 10 + (c - '0');
            } else if (!isDigit && c != '-' && c != ':' && c != 'T' && c != '.' && c != '+' && c != 'Z') {
                return 0;
            }
        }
        return year >= EARLIEST && year <= LATEST ? year : 0;
    }

    /** The year of a text; 0 as above. */
    public static int of(String text) {
        return of(text.toCharArray(), 0, text.length());
    }
}
