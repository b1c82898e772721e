package org.firewarden.train.uci;

import java.time.LocalDate;
import java.util.Map;

/** One row of the table. What it calls {@code ?} or {@code None} is not known. */
record UciEncounter(Map<String, String> row) {

    private static final LocalDate FIRST_DAY = LocalDate.of(1999, 1, 15);
    private static final long GREATEST_NUMBER = 443_867_222;
    private static final long DAYS = 3_400;

    String text(String column) {
        return row.getOrDefault(column, "");
    }

    boolean isKnown(String column) {
        return !switch (text(column)) {
            case "", "?", "None", "Unknown/Invalid" -> true;
            default -> false;
        };
    }

    long number() {
        return Long.parseLong(text("encounter_id"));
    }

    int days() {
        return Integer.parseInt(text("time_in_hospital"));
    }

    /** A day in the order of the encounters' numbers. */
    LocalDate roughDay() {
        return FIRST_DAY.plusDays(number() * DAYS / GREATEST_NUMBER);
    }

    /** The first year of the age band, for example 70 for {@code [70-80)}. */
    int ageDecade() {
        String age = text("age");
        return Integer.parseInt(age.substring(1, age.indexOf('-')));
    }

    /** Says nothing: the row is a patient's. */
    @Override
    public String toString() {
        return "UciEncounter";
    }
}
