package org.firewarden.deid.engine.stream;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.io.SerializedString;
import java.io.IOException;
import java.util.Currency;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.firewarden.deid.engine.age.Timeline;
import org.firewarden.deid.engine.age.Years;
import org.firewarden.deid.engine.date.FhirDate;
import org.firewarden.deid.engine.policy.Step;
import org.firewarden.deid.engine.policy.Treatment;
import org.jspecify.annotations.Nullable;

/**
 * Numbers, codes and dates. A date comes out as its year, if the timeline of the patient permits it; without an output the
 * year is only noted (45 CFR 164.514(b)(2)(i)(C)).
 */
final class PrimitiveWriter {

    private static final SerializedString DECEASED = new SerializedString("deceasedBoolean");
    private static final Set<String> CURRENCIES = Currency.getAvailableCurrencies().stream()
            .map(Currency::getCurrencyCode)
            .collect(Collectors.toUnmodifiableSet());

    private static final Pattern TIME = Pattern.compile("\\d\\d:\\d\\d:\\d\\d(?:\\.\\d{1,9})?");

    private static final Pattern LABEL = Pattern.compile("/?\\d{1,5}(?:[.-]\\d{1,3}){0,8}(?:/\\d{1,5}-\\d){0,8}");

    private final Parts parts;
    private final Subject subject;
    private final TextWriter texts;
    private final @Nullable LazyOutput out;
    private final @Nullable Timeline timeline;
    private final boolean hidesAges;
    private final Trace trace;

    PrimitiveWriter(
            Parts parts,
            Subject subject,
            TextWriter texts,
            @Nullable LazyOutput out,
            @Nullable Timeline timeline,
            boolean hidesAges,
            Trace trace) {
        this.parts = parts;
        this.subject = subject;
        this.texts = texts;
        this.out = out;
        this.timeline = timeline;
        this.hidesAges = hidesAges;
        this.trace = trace;
    }

    /** Writes a number as it was written. */
    void number(JsonParser parser, @Nullable SerializedString name) throws IOException {
        LazyOutput writer = out;
        if (writer == null) {
            return;
        }
        String number = parser.getText();
        boolean isNinety = ValueWriter.isNinety(number);
        trace.hasNinety |= isNinety;
        if (!(isNinety && hidesAges)) {
            writer.at(name).writeNumber(number);
        }
    }

    /** Writes what may come out of a text; where the allow-list expects no text, nothing. */
    void text(JsonParser parser, String field, Step step, @Nullable SerializedString name) throws IOException {
        switch (step.treatment()) {
            case YEAR, BIRTH_YEAR, DEATH_YEAR, SHIFT, BIRTH_SHIFT, DEATH_SHIFT ->
                date(
                        Years.of(parser.getTextCharacters(), parser.getTextOffset(), parser.getTextLength()),
                        parser,
                        field,
                        step,
                        name);
            case DATE -> wholeDate(parser, field, name);
            case UID -> uid(parser, name);
            case LABEL -> label(parser, name);
            case TEXT, XHTML, BINARY -> texts.text(parser, step, name);
            case CODE -> member(parser, step.codes(), name);
            case CURRENCY -> member(parser, CURRENCIES, name);
            default -> {
                // A text where the allow-list expects something else: it does not come out.
            }
        }
    }

    private void member(JsonParser parser, @Nullable Set<String> codes, @Nullable SerializedString name)
            throws IOException {
        LazyOutput writer = out;
        if (writer != null && codes != null) {
            String code = parser.getText();
            if (codes.contains(code)) {
                writer.at(name).writeString(code);
            }
        }
    }

    private void date(int year, JsonParser parser, String field, Step step, @Nullable SerializedString name)
            throws IOException {
        if (year == 0) {
            return;
        }
        boolean comesOut = note(year, field, step.treatment());
        LazyOutput writer = out;
        if (writer == null) {
            return;
        }
        if (!comesOut) {
            if (step.treatment().isDeath()) {
                writer.at(DECEASED).writeBoolean(true);
            }
        } else if (step.treatment().isShifted()) {
            FhirDate moved = FhirDate.of(parser.getText())
                    .map(date -> date.plusDays(subject.days()))
                    .orElse(null);
            if (moved != null && !moved.isAfter(parts.terms().referenceDate())) {
                writer.at(name).writeString(moved.toString());
            }
        } else {
            writer.at(name).writeString(Integer.toString(year));
        }
    }

    /** A date or a time of day as it is, if it is one. */
    private void wholeDate(JsonParser parser, String field, @Nullable SerializedString name) throws IOException {
        String text = parser.getText();
        Optional<FhirDate> date = FhirDate.of(text);
        date.ifPresent(known -> trace.year(known.year(), field.equals("end")));
        LazyOutput writer = out;
        if (writer != null && (date.isPresent() || TIME.matcher(text).matches())) {
            writer.at(name).writeString(text);
        }
    }

    /** A label of numbers is that of a published form; another may say anything, and a token tells it from the next. */
    private void label(JsonParser parser, @Nullable SerializedString name) throws IOException {
        LazyOutput writer = out;
        if (writer != null) {
            String text = parser.getText();
            writer.at(name)
                    .writeString(
                            LABEL.matcher(text).matches()
                                    ? text
                                    : parts.tokens().token("label " + text).id());
        }
    }

    /** A DICOM UID under the root of UUIDs (ISO/IEC 9834-8), as DICOM PS3.5, B.2 allows it. */
    private void uid(JsonParser parser, @Nullable SerializedString name) throws IOException {
        LazyOutput writer = out;
        if (writer != null) {
            writer.at(name)
                    .writeString(parts.tokens().token("uid " + parser.getText()).oid());
        }
    }

    /** Notes a year; true if it may come out. */
    private boolean note(int year, String field, Treatment treatment) {
        Timeline known = timeline;
        switch (treatment) {
            case BIRTH_YEAR, BIRTH_SHIFT -> {
                trace.birthYear = year;
                return known == null || !known.isOver89();
            }
            case DEATH_YEAR, DEATH_SHIFT -> {
                trace.deathYear = year;
                return known == null || !known.isOver89();
            }
            default -> {
                trace.year(year, field.equals("end"));
                return known == null || known.permits(year);
            }
        }
    }
}
