package org.firewarden.model.feature;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.fhir.ucum.Decimal;
import org.fhir.ucum.UcumEssenceService;
import org.fhir.ucum.UcumException;
import org.fhir.ucum.UcumService;

/**
 * Converts between UCUM units. Units come from outside: one that is long, or has an exponent of more than two digits, is not
 * converted, because the library needs minutes for some of them. Factors are remembered, up to a bound. Safe for many
 * threads.
 */
public final class UnitConversion {

    private static final Pattern TAME = Pattern.compile("(?!.*10[*^].*10[*^])(?!.*\\d{5})[!-~]{1,24}");
    private static final Pattern GREAT_POWER = Pattern.compile("10[*^][+-]?\\d{3}|[A-Za-z\\]][+-]?\\d{2}");
    private static final String CELSIUS = "Cel";
    private static final int MAXIMUM_FACTORS = 1000;

    private final UcumService ucum;
    private final Map<Pair, OptionalDouble> factors = new ConcurrentHashMap<>();

    /** Loads the UCUM essence that ships with the library. */
    public UnitConversion() {
        try (InputStream essence = UcumEssenceService.class.getResourceAsStream("/ucum-essence.xml")) {
            this.ucum = new UcumEssenceService(essence);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (UcumException e) {
            throw new IllegalStateException("the UCUM library has lost its table of units", e);
        }
    }

    /** Whether the text is a unit in UCUM's case-sensitive form. */
    boolean isUnit(String unit) {
        return isTame(unit) && ucum.validate(unit) == null;
    }

    /**
     * The value in another unit, or empty if the first is no unit or measures something else. Of units that have their zero
     * elsewhere, degrees Fahrenheit and kelvin are converted to degrees Celsius and no others.
     */
    OptionalDouble convert(double value, String from, String to) {
        if (from.equals(to)) {
            return OptionalDouble.of(value);
        }
        if (to.equals(CELSIUS) || from.equals(CELSIUS)) {
            return celsius(value, from, to);
        }
        OptionalDouble factor = factor(new Pair(from, to));
        return factor.isPresent() ? OptionalDouble.of(value * factor.getAsDouble()) : OptionalDouble.empty();
    }

    /**
     * As {@link #convert(double, String, String)}, but between the two kinds of units of a substance, too. A unit that could be
     * of either kind is not converted.
     */
    OptionalDouble convert(double value, String from, String to, Substance substance) {
        boolean isFirst = isOf(from, substance.firstUnit(), substance.secondUnit());
        boolean isSecond = isOf(from, substance.secondUnit(), substance.firstUnit());
        if (isFirst == isSecond) {
            return OptionalDouble.empty();
        }
        boolean isToFirst = isOf(to, substance.firstUnit(), substance.secondUnit());
        if (isFirst == isToFirst) {
            return convert(value, from, to);
        }
        OptionalDouble amount = convert(value, from, isFirst ? substance.firstUnit() : substance.secondUnit());
        if (amount.isEmpty()) {
            return amount;
        }
        return isFirst
                ? convert(substance.toSecond(amount.getAsDouble()), substance.secondUnit(), to)
                : convert(substance.toFirst(amount.getAsDouble()), substance.firstUnit(), to);
    }

    /** Whether a unit is of the one kind: written so, or convertible to it and not to the other. */
    private boolean isOf(String unit, String kind, String other) {
        if (unit.equals(kind) || unit.equals(other)) {
            return unit.equals(kind);
        }
        return convert(1, unit, kind).isPresent() && convert(1, unit, other).isEmpty();
    }

    private static OptionalDouble celsius(double value, String from, String to) {
        if (!to.equals(CELSIUS)) {
            return OptionalDouble.empty();
        }
        return switch (from) {
            case "[degF]" -> OptionalDouble.of((value - 32) / 1.8);
            case "K" -> OptionalDouble.of(value - 273.15);
            default -> OptionalDouble.empty();
        };
    }

    private OptionalDouble factor(Pair pair) {
        OptionalDouble known = factors.get(pair);
        if (known != null) {
            return known;
        }
        OptionalDouble factor = compute(pair);
        if (factors.size() < MAXIMUM_FACTORS) {
            factors.put(pair, factor);
        }
        return factor;
    }

    private OptionalDouble compute(Pair pair) {
        if (!isTame(pair.from())) {
            return OptionalDouble.empty();
        }
        try {
            Decimal factor = ucum.convert(new Decimal("1"), pair.from(), pair.to());
            return OptionalDouble.of(Double.parseDouble(factor.asDecimal()));
        } catch (UcumException | NumberFormatException e) {
            // The library's way to say that these two do not convert; its message would hold the sender's text.
            return OptionalDouble.empty();
        }
    }

    private static boolean isTame(String unit) {
        return TAME.matcher(unit).matches() && !GREAT_POWER.matcher(unit).find();
    }

    private record Pair(String from, String to) {}
}
