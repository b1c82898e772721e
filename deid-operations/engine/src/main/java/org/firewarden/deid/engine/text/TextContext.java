package org.firewarden.deid.engine.text;

import java.time.DateTimeException;
import java.time.LocalDate;
import org.firewarden.deid.engine.age.Timeline;
import org.firewarden.deid.engine.date.FhirDate;

/**
 * Whose text it is and what may stay in it.
 *
 * @param chart what the patient's record knows of names, places and numbers
 * @param timeline what the years of the record tell of the patient's age
 * @param dates what becomes of dates
 * @param days by how much dates are moved
 * @param keepsAges whether ages over 89 stay
 * @param keepsPlaces whether city and ZIP code stay
 */
public record TextContext(
        ChartTerms chart, Timeline timeline, Dates dates, int days, boolean keepsAges, boolean keepsPlaces) {

    /** What becomes of a date. */
    public enum Dates {
        YEAR,
        SHIFT,
        KEEP
    }

    private static final String GONE = "[DATE]";

    /** What stands in place of a date; month and day are 0 where the text lacks them, the year too. */
    String date(int year, int month, int day) {
        if (year == 0 || !isPermitted(year)) {
            return GONE;
        }
        if (dates == Dates.YEAR) {
            return Integer.toString(year);
        }
        try {
            LocalDate.of(year, month == 0 ? 1 : month, day == 0 ? 1 : day);
        } catch (DateTimeException e) {
            // No day of any calendar; nobody knows what it means.
            return GONE;
        }
        return new FhirDate(year, month, month == 0 ? 0 : day, "")
                .plusDays(days)
                .toString();
    }

    /** True if a year may stand in the text beside what else comes out of the record. */
    boolean isPermitted(int year) {
        return keepsAges || timeline.permits(year);
    }
}
