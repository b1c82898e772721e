package org.firewarden.deid.engine.unit;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.fhir.ucum.UcumEssenceService;
import org.fhir.ucum.UcumException;
import org.fhir.ucum.UcumService;
import org.firewarden.deid.engine.table.Table;
import org.jspecify.annotations.Nullable;

/**
 * Which units may come out. A unit is a string, and UCUM allows free text in braces, so a unit must be a common UCUM code,
 * one of its printed forms, or a UCUM expression without braces. Safe for many threads.
 */
public final class Units {

    /** The URI of UCUM. */
    public static final String UCUM = "http://unitsofmeasure.org";

    private static final int LONGEST_EXPRESSION = 40;
    private static final int REMEMBERED = 4096;
    private static final Pattern NUMBER_FREE = Pattern.compile("(?=.*[A-Za-z%])(?!.*\\d{4}).*");

    /** How many of a unit of time make 90 years; rounded down, so that no age over 89 passes. */
    private static final Map<String, BigDecimal> NINETY_YEARS = Map.ofEntries(
            Map.entry("a", BigDecimal.valueOf(90)),
            Map.entry("a_j", BigDecimal.valueOf(90)),
            Map.entry("a_g", BigDecimal.valueOf(90)),
            Map.entry("a_t", BigDecimal.valueOf(90)),
            Map.entry("year", BigDecimal.valueOf(90)),
            Map.entry("years", BigDecimal.valueOf(90)),
            Map.entry("yr", BigDecimal.valueOf(90)),
            Map.entry("yrs", BigDecimal.valueOf(90)),
            Map.entry("y", BigDecimal.valueOf(90)),
            Map.entry("mo", BigDecimal.valueOf(1080)),
            Map.entry("mo_j", BigDecimal.valueOf(1080)),
            Map.entry("mo_g", BigDecimal.valueOf(1080)),
            Map.entry("mo_s", BigDecimal.valueOf(1080)),
            Map.entry("month", BigDecimal.valueOf(1080)),
            Map.entry("months", BigDecimal.valueOf(1080)),
            Map.entry("wk", BigDecimal.valueOf(4692)),
            Map.entry("week", BigDecimal.valueOf(4692)),
            Map.entry("weeks", BigDecimal.valueOf(4692)),
            Map.entry("d", BigDecimal.valueOf(32_850)),
            Map.entry("day", BigDecimal.valueOf(32_850)),
            Map.entry("days", BigDecimal.valueOf(32_850)),
            Map.entry("h", BigDecimal.valueOf(788_400)),
            Map.entry("hr", BigDecimal.valueOf(788_400)),
            Map.entry("hour", BigDecimal.valueOf(788_400)),
            Map.entry("hours", BigDecimal.valueOf(788_400)),
            Map.entry("min", BigDecimal.valueOf(47_304_000)),
            Map.entry("minute", BigDecimal.valueOf(47_304_000)),
            Map.entry("minutes", BigDecimal.valueOf(47_304_000)),
            Map.entry("s", BigDecimal.valueOf(2_838_240_000L)),
            Map.entry("second", BigDecimal.valueOf(2_838_240_000L)),
            Map.entry("seconds", BigDecimal.valueOf(2_838_240_000L)));

    private final Set<String> codes = new HashSet<>();
    private final Set<String> printed = new HashSet<>();
    private final Map<String, Boolean> expressions = new ConcurrentHashMap<>();
    private final UcumService ucum;

    /** Reads the tables and the UCUM essence. */
    public Units() {
        for (String[] row : Table.rows(Units.class, "ucum-common.tsv")) {
            codes.add(row[0]);
            printed.add(row[0]);
            if (row.length > 1) {
                printed.add(row[1]);
            }
        }
        Table.rows(Units.class, "printed-units.tsv").forEach(row -> printed.add(row[0]));
        try (InputStream essence = UcumEssenceService.class.getResourceAsStream("/ucum-essence.xml")) {
            ucum = new UcumEssenceService(essence);
        } catch (IOException | UcumException e) {
            throw new IllegalStateException("the UCUM essence cannot be read", e);
        }
    }

    /** True if a UCUM code may come out. */
    public boolean isCode(String code) {
        return codes.contains(code) || (code.indexOf('{') >= 0 && printed.contains(code)) || isExpression(code);
    }

    /** True if the text beside a code may come out. */
    public boolean isPrinted(String unit) {
        return printed.contains(unit) || isExpression(unit);
    }

    /** How many of a unit make 90 years; empty if it is not a unit of time. */
    public static Optional<BigDecimal> ninetyYears(@Nullable String unit) {
        if (unit == null) {
            return Optional.empty();
        }
        // Short units differ by case ("a" is a year, "A" an ampere); words do not.
        String key = unit.strip();
        return Optional.ofNullable(NINETY_YEARS.get(key.length() > 3 ? key.toLowerCase(Locale.ROOT) : key));
    }

    private boolean isExpression(String code) {
        // Numbers are UCUM expressions too, so a long one could be anything.
        if (code.length() > LONGEST_EXPRESSION
                || code.indexOf('{') >= 0
                || !NUMBER_FREE.matcher(code).matches()) {
            return false;
        }
        Boolean known = expressions.get(code);
        if (known == null) {
            synchronized (ucum) {
                known = ucum.validate(code) == null;
            }
            if (expressions.size() < REMEMBERED) {
                expressions.put(code, known);
            }
        }
        return known;
    }
}
