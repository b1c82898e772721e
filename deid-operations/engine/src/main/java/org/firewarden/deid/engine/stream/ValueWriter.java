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
        if (system == null || code == null || !isPublic(system, code)) {
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
        QuantityText read = QuantityText.read(parser);
        boolean isSimple = step.type().equals("SimpleQuantity");
        String comparator = isSimple ? null : comparator(read.comparator());
        if (!policy.keepsAges() && isAgeOver89(read, comparator, step, trace, hidesAges)) {
            if (!isSimple) {
                writeNinety(out, name);
            }
            return;
        }
        out.startObject(name);
        if (read.value() != null) {
            out.at(VALUE).writeNumber(read.value());
        }
        if (comparator != null) {
            out.at(COMPARATOR).writeString(comparator);
        }
        writeUnit(read.unit(), read.system(), read.code(), out);
        out.end();
    }

    private void writeUnit(@Nullable String unit, @Nullable String system, @Nullable String code, LazyOutput out)
            throws IOException {
        if (unit != null && parts.units().isPrinted(unit)) {
            out.at(UNIT).writeString(unit);
        }
        if (system == null || code == null) {
            return;
        }
        if (isPublic(system, code)) {
            out.at(SYSTEM).writeString(system);
            out.at(CODE).writeString(code);
        }
    }

    /** A UCUM code is judged as a unit and by nothing else: by its shape alone any word would pass for one. */
    private boolean isPublic(String system, String code) {
        return system.equals(Units.UCUM)
                ? parts.units().isCode(code)
                : policy.codeSystems().isPublic(system, code);
    }

    /** True for a number of 90 or more. */
    static boolean isNinety(String number) throws IOException {
        if (number.length() < SHORT_NUMBER) {
            return false;
        }
        return decimal(number).compareTo(NINETY) >= 0;
    }

    /** A number of JSON; one whose exponent no arithmetic can hold is no decimal of FHIR, so nobody can judge it. */
    private static BigDecimal decimal(String number) throws IOException {
        try {
            return new BigDecimal(number);
        } catch (NumberFormatException e) {
            // Its message would quote the number, which is patient data.
            throw new NotAResourceException();
        }
    }

    private static boolean isAgeOver89(
            QuantityText read, @Nullable String comparator, Step step, Trace trace, boolean hidesAges)
            throws IOException {
        String value = read.value();
        if (value == null) {
            return false;
        }
        if (isNinety(value)) {
            trace.hasNinety = true;
            if (hidesAges) {
                return true;
            }
        }
        Optional<BigDecimal> ofCode = Units.ninetyYears(read.code());
        Optional<BigDecimal> limit = ofCode.isPresent() ? ofCode : Units.ninetyYears(read.unit());
        if (limit.isEmpty() && step.type().equals("Age")) {
            limit = Optional.of(NINETY);
        }
        if (limit.isEmpty()) {
            return false;
        }
        BigDecimal number = decimal(value);
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
