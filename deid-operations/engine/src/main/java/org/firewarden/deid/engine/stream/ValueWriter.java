package org.firewarden.deid.engine.stream;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.SerializedString;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;
import org.firewarden.deid.engine.age.Timeline;
import org.firewarden.deid.engine.policy.Policy;
import org.firewarden.deid.engine.policy.Step;
import org.firewarden.deid.engine.unit.Units;
import org.jspecify.annotations.Nullable;

/** Codings and quantities: small objects whose fields are judged together, whatever their order. */
final class ValueWriter {

    private static final SerializedString SYSTEM = new SerializedString("system");
    private static final SerializedString CODE = new SerializedString("code");
    private static final SerializedString VALUE = new SerializedString("value");
    private static final SerializedString COMPARATOR = new SerializedString("comparator");
    private static final SerializedString UNIT = new SerializedString("unit");
    private static final BigDecimal NINETY = BigDecimal.valueOf(Timeline.NINETY);
    private static final int SHORT_NUMBER = 2;

    private final Parts parts;
    private final Policy policy;

    ValueWriter(Parts parts) {
        this.parts = parts;
        this.policy = parts.policy();
    }

    /** Writes system and code of a Coding in a public system; the display is free text and never comes out. */
    void coding(JsonParser parser, LazyOutput out, @Nullable SerializedString name, Trace trace) throws IOException {
        String system = null;
        String code = null;
        for (String field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
            JsonToken token = parser.nextToken();
            if (token == JsonToken.VALUE_STRING && field.equals("system")) {
                system = parser.getText();
            } else if (token == JsonToken.VALUE_STRING && field.equals("code")) {
                code = parser.getText();
            } else {
                parser.skipChildren();
            }
        }
        if (system == null || code == null || !policy.codeSystems().isPublic(system, code)) {
            return;
        }
        trace.hasAgeCode |= policy.isAgeCode(system, code);
        out.startObject(name);
        out.at(SYSTEM).writeString(system);
        out.at(CODE).writeString(code);
        out.end();
    }

    /** Writes a Quantity with its number as it was written; an age over 89 becomes 90 or more, or nothing. */
    void quantity(
            JsonParser parser,
            LazyOutput out,
            @Nullable SerializedString name,
            Step step,
            Trace trace,
            boolean hidesAges)
            throws IOException {
        String value = null;
        String comparator = null;
        String unit = null;
        String system = null;
        String code = null;
        for (String field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
            JsonToken token = parser.nextToken();
            if (token.isNumeric() && field.equals("value")) {
                value = parser.getText();
            } else if (token == JsonToken.VALUE_STRING) {
                switch (field) {
                    case "comparator" -> comparator = parser.getText();
                    case "unit" -> unit = parser.getText();
                    case "system" -> system = parser.getText();
                    case "code" -> code = parser.getText();
                    default -> {
                        // Nothing else of a quantity comes out.
                    }
                }
            } else {
                parser.skipChildren();
            }
        }
        boolean isSimple = step.type().equals("SimpleQuantity");
        String known = isSimple ? null : comparator(comparator);
        if (value != null && isAgeOver89(value, known, unit, code, step, trace, hidesAges)) {
            if (!isSimple) {
                writeNinety(out, name);
            }
            return;
        }
        boolean isUcum =
                Units.UCUM.equals(system) && code != null && parts.units().isCode(code);
        boolean isPublic = isUcum || policy.codeSystems().isPublic(system, code);
        out.startObject(name);
        if (value != null) {
            out.at(VALUE).writeNumber(value);
        }
        if (known != null) {
            out.at(COMPARATOR).writeString(known);
        }
        if (unit != null && parts.units().isPrinted(unit)) {
            out.at(UNIT).writeString(unit);
        }
        if (isPublic && system != null && code != null) {
            out.at(SYSTEM).writeString(system);
            out.at(CODE).writeString(code);
        }
        out.end();
    }

    /** True for a number of 90 or more. */
    static boolean isNinety(String number) {
        if (number.length() < SHORT_NUMBER) {
            return false;
        }
        return new BigDecimal(number).compareTo(NINETY) >= 0;
    }

    private static boolean isAgeOver89(
            String value,
            @Nullable String comparator,
            @Nullable String unit,
            @Nullable String code,
            Step step,
            Trace trace,
            boolean hidesAges) {
        if (isNinety(value)) {
            trace.hasNinety = true;
            if (hidesAges) {
                return true;
            }
        }
        Optional<BigDecimal> ofCode = Units.ninetyYears(code);
        Optional<BigDecimal> limit = ofCode.isPresent() ? ofCode : Units.ninetyYears(unit);
        if (limit.isEmpty() && step.type().equals("Age")) {
            limit = Optional.of(NINETY);
        }
        if (limit.isEmpty()) {
            return false;
        }
        BigDecimal number = new BigDecimal(value);
        // "More than 89 years" tells as much as "90 years".
        BigDecimal bound = comparator != null && comparator.startsWith(">")
                ? limit.get().multiply(BigDecimal.valueOf(Timeline.NINETY - 1L)).divide(NINETY, RoundingMode.FLOOR)
                : limit.get();
        return number.compareTo(bound) >= 0;
    }

    private static @Nullable String comparator(@Nullable String text) {
        return text != null && (text.equals("<") || text.equals("<=") || text.equals(">") || text.equals(">="))
                ? text
                : null;
    }

    private static void writeNinety(LazyOutput out, @Nullable SerializedString name) throws IOException {
        out.startObject(name);
        out.at(VALUE).writeNumber(Timeline.NINETY);
        out.at(COMPARATOR).writeString(">=");
        out.at(UNIT).writeString("a");
        out.at(SYSTEM).writeString(Units.UCUM);
        out.at(CODE).writeString("a");
        out.end();
    }
}
