package org.firewarden.deid.engine.date;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A FHIR date, dateTime or instant, moved by days without a change of its precision, its time of day or its offset from UTC.
 * Moving all of a patient's by the same number keeps their order and the days between them. A year or a month is moved as if it
 * were its middle.
 *
 * @param year four digits
 * @param month 1 to 12; 0 if it is not given
 * @param day 1 to 31; 0 if it is not given
 * @param rest the time of day with its offset, as it was written; empty if there is none
 */
public record FhirDate(int year, int month, int day, String rest) {

    private static final Pattern FORM = Pattern.compile("(\\d{4})(?:-(\\d\\d)(?:-(\\d\\d)"
            + "(T\\d\\d:\\d\\d(?::\\d\\d(?:\\.\\d{1,9})?)?(?:Z|[+-]\\d\\d:\\d\\d)?)?)?)?");
    private static final int MIDDLE_MONTH = 7;
    private static final int MIDDLE_DAY = 15;

    /** Reads a date; empty if the text is none of FHIR, or one that no calendar has. */
    public static Optional<FhirDate> of(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            return Optional.empty();
        }
        FhirDate date = new FhirDate(
                Integer.parseInt(form.group(1)),
                form.group(2) == null ? 0 : Integer.parseInt(form.group(2)),
                form.group(3) == null ? 0 : Integer.parseInt(form.group(3)),
                form.group(4) == null ? "" : form.group(4));
        try {
            date.middle();
            return Optional.of(date);
        } catch (DateTimeException e) {
            // No such day: what is no date does not come out.
            return Optional.empty();
        }
    }

    /** The same moved by days. */
    public FhirDate plusDays(int days) {
        LocalDate moved = middle().plusDays(days);
        return new FhirDate(
                moved.getYear(), month == 0 ? 0 : moved.getMonthValue(), day == 0 ? 0 : moved.getDayOfMonth(), rest);
    }

    /** True if all of it lies after a day. */
    public boolean isAfter(LocalDate reference) {
        LocalDate first = LocalDate.of(year, month == 0 ? 1 : month, day == 0 ? 1 : day);
        return first.isAfter(reference);
    }

    private LocalDate middle() {
        return LocalDate.of(year, month == 0 ? MIDDLE_MONTH : month, day == 0 ? (month == 0 ? 1 : MIDDLE_DAY) : day);
    }

    /** As FHIR writes it. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        append(text, year, 1000);
        if (month != 0) {
            append(text.append('-'), month, 10);
        }
        if (day != 0) {
            append(text.append('-'), day, 10);
        }
        return text.append(rest).toString();
    }

    private static void append(StringBuilder text, int number, int unit) {
        for (int rest = number, of = unit; of > 0; rest %= of, of /= 10) {
            text.append((char) ('0' + rest / of));
        }
    }
}
