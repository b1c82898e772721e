package org.firewarden.deid.engine.place;

import java.util.HashMap;
import java.util.Map;
import org.firewarden.deid.engine.table.Table;

/**
 * Three-digit ZIP areas by population, 2020 Census. Safe Harbor keeps the first three digits of a ZIP code if all ZIP codes
 * that begin with them hold more than 20,000 people together, else {@code 000} (45 CFR 164.514(b)(2)(i)(B)(1), (2)).
 */
public final class ZipAreas {

    /** What stands for an area that is too small, not known, or not in the United States. */
    public static final String RESTRICTED = "000";

    private static final int POPULATION_LIMIT = 20_000;

    private final Map<String, Integer> population = new HashMap<>();

    /** Reads the table. */
    public ZipAreas() {
        for (String[] row : Table.rows(ZipAreas.class, "zip3-population-2020.tsv")) {
            population.put(row[0], Integer.parseInt(row[1]));
        }
    }

    /** How many people live in an area; 0 for one that is not known. */
    public long population(String area) {
        return population.getOrDefault(area, 0);
    }

    /** How many people live in all areas. */
    public long population() {
        return population.values().stream().mapToLong(Integer::longValue).sum();
    }

    /**
     * The three digits that may come out: for ZIP, ZIP+4 with or without hyphen, and either of them with one leading zero
     * lost by a spreadsheet. All else gives {@code 000}.
     */
    public String generalize(String postalCode) {
        String code = postalCode.strip();
        int hyphen = code.indexOf('-');
        String five = hyphen < 0 ? code : code.substring(0, hyphen).strip();
        String four = hyphen < 0 ? "" : code.substring(hyphen + 1).strip();
        if (!isDigits(five) || !(four.isEmpty() || (four.length() == 4 && isDigits(four)))) {
            return RESTRICTED;
        }
        boolean hasPlusFour = four.isEmpty() && (five.length() == 8 || five.length() == 9);
        String padded = five.length() == 4 || five.length() == 8 ? "0" + five : five;
        if (padded.length() != 5 && !(hasPlusFour && padded.length() == 9)) {
            return RESTRICTED;
        }
        String prefix = padded.substring(0, 3);
        return population.getOrDefault(prefix, 0) > POPULATION_LIMIT ? prefix : RESTRICTED;
    }

    private static boolean isDigits(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }
}
