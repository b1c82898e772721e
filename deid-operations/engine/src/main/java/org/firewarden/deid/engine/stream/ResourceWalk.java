package org.firewarden.deid.engine.stream;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.SerializedString;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Currency;
import java.util.Set;
import java.util.stream.Collectors;
import org.firewarden.deid.engine.age.Timeline;
import org.firewarden.deid.engine.age.Years;
import org.firewarden.deid.engine.policy.ElementNode;
import org.firewarden.deid.engine.policy.Step;
import org.firewarden.deid.engine.policy.Treatment;
import org.jspecify.annotations.Nullable;

/**
 * One walk over one resource, parser to generator. What the allow-list does not name, and what is not of the JSON type that
 * its FHIR type has, is skipped. The first pass over a data set is the same walk without an output, so that it sees just the
 * dates that the second would let out.
 */
final class ResourceWalk {

    /** The base of full URLs in the output; names nothing that can be fetched. */
    static final String FULL_URL_BASE = "https://firewarden.org/deidentified/";

    private static final SerializedString ID = new SerializedString("id");
    private static final SerializedString RESOURCE_TYPE = new SerializedString("resourceType");
    private static final SerializedString REFERENCE = new SerializedString("reference");
    private static final SerializedString SYSTEM = new SerializedString("system");
    private static final SerializedString VALUE = new SerializedString("value");
    private static final SerializedString DECEASED = new SerializedString("deceasedBoolean");
    private static final String IDENTIFIER_SYSTEM = "urn:firewarden:deid";
    private static final Set<String> PATIENT_LINKS = Set.of("subject", "patient", "beneficiary");
    private static final Set<String> CURRENCIES = Currency.getAvailableCurrencies().stream()
            .map(Currency::getCurrencyCode)
            .collect(Collectors.toUnmodifiableSet());

    /** Takes a resource that is nested in a Bundle and has an allow-list of its own. */
    interface Nested {
        /** The resource as it may come out; null if nothing of it may. */
        byte @Nullable [] rewrite(byte[] resource) throws IOException;
    }

    private final Parts parts;
    private final References references;
    private final Nested nested;
    private final ValueWriter values;
    private final AddressWriter addresses;
    private final ExtensionWriter extensions;
    private final @Nullable LazyOutput out;
    private final @Nullable Timeline timeline;
    private final boolean hidesAges;
    private final Trace trace = new Trace();

    /**
     * Prepares a walk.
     *
     * @param out where to write; null for the first pass
     * @param timeline what the years of the patient's record tell; null while the patient is not known yet
     * @param hidesAges whether numbers of 90 or more are ages
     */
    ResourceWalk(
            Parts parts,
            References references,
            Nested nested,
            @Nullable LazyOutput out,
            @Nullable Timeline timeline,
            boolean hidesAges) {
        this.parts = parts;
        this.references = references;
        this.nested = nested;
        this.out = out;
        this.timeline = timeline;
        this.hidesAges = hidesAges;
        this.values = new ValueWriter(parts);
        this.addresses = new AddressWriter(parts);
        this.extensions = new ExtensionWriter(parts);
    }

    /** What the walk met. */
    Trace trace() {
        return trace;
    }

    /**
     * Walks a resource; the parser stands before it.
     *
     * @param identity under which name the vault knows it, where the resource itself has no id; null for none
     */
    void resource(JsonParser parser, ElementNode node, @Nullable String identity) throws IOException {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw new NotAResourceException();
        }
        trace.isPatient = node.type().equals("Patient");
        LazyOutput writer = out;
        if (writer != null) {
            writer.startObject(null);
            writer.at(RESOURCE_TYPE).writeString(node.type());
            Label.write(writer, parts.policy().label());
        }
        boolean hasId = false;
        for (String field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
            JsonToken token = parser.nextToken();
            Step step = node.step(field);
            if (step == null) {
                if (trace.isPatient && field.equals("meta") && token == JsonToken.START_OBJECT) {
                    recorded(parser);
                } else {
                    parser.skipChildren();
                }
            } else if (step.treatment() == Treatment.ID) {
                if (token == JsonToken.VALUE_STRING && !hasId) {
                    hasId = true;
                    id(node.type() + "/" + parser.getText(), step.name());
                } else {
                    parser.skipChildren();
                }
            } else if (step.treatment() == Treatment.REFERENCE && token == JsonToken.START_OBJECT) {
                reference(parser, step.name(), PATIENT_LINKS.contains(field));
            } else {
                property(parser, field, step, token);
            }
        }
        requireEnd(parser);
        if (!hasId && identity != null) {
            id(identity, ID);
        }
        if (writer != null) {
            writer.end();
        }
    }

    private void id(String identity, SerializedString name) throws IOException {
        if (trace.isPatient) {
            trace.patient = identity;
        }
        LazyOutput writer = out;
        if (writer != null) {
            writer.at(name).writeString(parts.vault().token(identity).id());
        }
    }

    private void recorded(JsonParser parser) throws IOException {
        for (String field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
            if (parser.nextToken() == JsonToken.VALUE_STRING && field.equals("lastUpdated")) {
                trace.recordedYear = Years.of(parser.getText());
            } else {
                parser.skipChildren();
            }
        }
    }

    private void object(JsonParser parser, ElementNode node) throws IOException {
        for (String field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
            JsonToken token = parser.nextToken();
            Step step = node.step(field);
            if (step == null) {
                parser.skipChildren();
            } else {
                property(parser, field, step, token);
            }
        }
        requireEnd(parser);
    }

    private void property(JsonParser parser, String field, Step step, JsonToken token) throws IOException {
        if (token != JsonToken.START_ARRAY) {
            value(parser, field, step, token, step.name());
            return;
        }
        LazyOutput writer = out;
        if (writer != null) {
            writer.startArray(step.name());
        }
        for (JsonToken each = parser.nextToken(); each != JsonToken.END_ARRAY; each = parser.nextToken()) {
            if (each == null || each == JsonToken.FIELD_NAME) {
                throw new NotAResourceException();
            }
            value(parser, field, step, each, null);
        }
        if (writer != null) {
            writer.end();
        }
    }

    private void value(JsonParser parser, String field, Step step, JsonToken token, @Nullable SerializedString name)
            throws IOException {
        if (token == JsonToken.START_OBJECT) {
            structure(parser, field, step, name);
        } else if (token == JsonToken.VALUE_STRING) {
            text(parser, field, step, name);
        } else if (token.isNumeric() && step.treatment() == Treatment.NUMBER) {
            number(parser, name);
        } else if (token.isBoolean() && step.treatment() == Treatment.BOOLEAN) {
            LazyOutput writer = out;
            if (writer != null) {
                writer.at(name).writeBoolean(token == JsonToken.VALUE_TRUE);
            }
        } else {
            parser.skipChildren();
        }
    }

    private void number(JsonParser parser, @Nullable SerializedString name) throws IOException {
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

    private void text(JsonParser parser, String field, Step step, @Nullable SerializedString name) throws IOException {
        LazyOutput writer = out;
        switch (step.treatment()) {
            case YEAR, BIRTH_YEAR, DEATH_YEAR ->
                date(
                        Years.of(parser.getTextCharacters(), parser.getTextOffset(), parser.getTextLength()),
                        field,
                        step,
                        name);
            case CODE -> {
                Set<String> codes = step.codes();
                if (writer != null && codes != null) {
                    String code = parser.getText();
                    if (codes.contains(code)) {
                        writer.at(name).writeString(code);
                    }
                }
            }
            case CURRENCY -> {
                if (writer != null && CURRENCIES.contains(parser.getText())) {
                    writer.at(name).writeString(parser.getText());
                }
            }
            case FULL_URL -> {
                References.Target target = references.resolve(parser.getText());
                if (writer != null && target != null) {
                    writer.at(name).writeString(fullUrl(parts, target.type(), target.identity()));
                }
            }
            default -> {
                // A text where the allow-list expects something else: it does not come out.
            }
        }
    }

    /** The full URL of an identity in the output; its last part is the token. */
    static String fullUrl(Parts parts, String type, String identity) {
        return type.isEmpty()
                ? "urn:uuid:" + parts.vault().token(identity).uuid()
                : FULL_URL_BASE + type + "/" + parts.vault().token(identity).id();
    }

    private void date(int year, String field, Step step, @Nullable SerializedString name) throws IOException {
        if (year == 0) {
            return;
        }
        Timeline known = timeline;
        boolean comesOut;
        switch (step.treatment()) {
            case BIRTH_YEAR -> {
                trace.birthYear = year;
                comesOut = known == null || !known.isOver89();
            }
            case DEATH_YEAR -> {
                trace.deathYear = year;
                comesOut = known == null || !known.isOver89();
            }
            default -> {
                trace.year(year, field.equals("end"));
                comesOut = known == null || known.permits(year);
            }
        }
        LazyOutput writer = out;
        if (writer == null) {
            return;
        }
        if (comesOut) {
            writer.at(name).writeString(Integer.toString(year));
        } else if (step.treatment() == Treatment.DEATH_YEAR) {
            writer.at(DECEASED).writeBoolean(true);
        }
    }

    private void structure(JsonParser parser, String field, Step step, @Nullable SerializedString name)
            throws IOException {
        LazyOutput writer = out;
        ElementNode child = step.child();
        switch (step.treatment()) {
            case OBJECT -> {
                if (child == null) {
                    parser.skipChildren();
                } else if (writer == null) {
                    object(parser, child);
                } else {
                    writer.startObject(name);
                    object(parser, child);
                    writer.end();
                }
            }
            case REFERENCE -> reference(parser, name, false);
            case RESOURCE -> {
                if (field.equals("contained")) {
                    contained(Json.capture(parser), name);
                } else {
                    nested(Json.capture(parser), name);
                }
            }
            default -> {
                if (writer == null) {
                    parser.skipChildren();
                } else {
                    leaf(parser, step, name, writer);
                }
            }
        }
    }

    private void leaf(JsonParser parser, Step step, @Nullable SerializedString name, LazyOutput writer)
            throws IOException {
        ElementNode child = step.child();
        switch (step.treatment()) {
            case CODING -> values.coding(parser, writer, name, trace);
            case QUANTITY -> values.quantity(parser, writer, name, step, trace, hidesAges);
            case EXTENSION -> extensions.extension(parser, writer, name);
            case IDENTIFIER -> identifier(parser, name, writer);
            case ADDRESS -> {
                if (child != null) {
                    addresses.address(parser, writer, name, child);
                } else {
                    parser.skipChildren();
                }
            }
            default -> parser.skipChildren();
        }
    }

    private void identifier(JsonParser parser, @Nullable SerializedString name, LazyOutput writer) throws IOException {
        String system = "";
        String value = null;
        for (String field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
            JsonToken token = parser.nextToken();
            if (token == JsonToken.VALUE_STRING && field.equals("system")) {
                system = parser.getText();
            } else if (token == JsonToken.VALUE_STRING && field.equals("value")) {
                value = parser.getText();
            } else {
                parser.skipChildren();
            }
        }
        if (value != null) {
            writer.startObject(name);
            writer.at(SYSTEM).writeString(IDENTIFIER_SYSTEM);
            writer.at(VALUE)
                    .writeString(parts.vault()
                            .token("identifier " + system + "|" + value)
                            .id());
            writer.end();
        }
    }

    private void reference(JsonParser parser, @Nullable SerializedString name, boolean isPatientLink)
            throws IOException {
        String text = null;
        for (String field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
            if (parser.nextToken() == JsonToken.VALUE_STRING && field.equals("reference")) {
                text = parser.getText();
            } else {
                parser.skipChildren();
            }
        }
        requireEnd(parser);
        if (text == null) {
            return;
        }
        LazyOutput writer = out;
        if (text.startsWith("#")) {
            if (writer != null) {
                writeReference(writer, name, text.length() == 1 ? "#" : "#" + references.contained(text.substring(1)));
            }
            return;
        }
        References.Target target = references.resolve(text);
        if (target == null) {
            return;
        }
        if (isPatientLink && trace.patient == null && target.type().equals("Patient")) {
            trace.patient = target.identity();
        }
        if (writer == null) {
            return;
        }
        if (target.type().isEmpty()) {
            writeReference(
                    writer,
                    name,
                    "urn:uuid:" + parts.vault().token(target.identity()).uuid());
        } else if (parts.policy().allowList().resource(target.type()) != null) {
            writeReference(
                    writer,
                    name,
                    target.type() + "/" + parts.vault().token(target.identity()).id());
        }
    }

    private static void writeReference(LazyOutput writer, @Nullable SerializedString name, String reference)
            throws IOException {
        writer.startObject(name);
        writer.at(REFERENCE).writeString(reference);
        writer.end();
    }

    /** A contained resource: under its own type's allow-list, its id a label within its container. */
    private void contained(byte[] bytes, @Nullable SerializedString name) throws IOException {
        String type = Head.typeOf(bytes, 0, bytes.length);
        ElementNode node = parts.policy().allowList().resource(type);
        if (node == null) {
            return;
        }
        LazyOutput writer = out;
        try (JsonParser parser = Json.factory().createParser(bytes)) {
            parser.nextToken();
            if (writer != null) {
                writer.startObject(name);
                writer.at(RESOURCE_TYPE).writeString(type);
            }
            for (String field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
                JsonToken token = parser.nextToken();
                Step step = node.step(field);
                if (step != null && step.treatment() == Treatment.ID) {
                    if (writer != null && token == JsonToken.VALUE_STRING) {
                        writer.at(step.name()).writeString(references.contained(parser.getText()));
                    }
                } else if (step == null
                        || step.treatment() == Treatment.BIRTH_YEAR
                        || step.treatment() == Treatment.DEATH_YEAR) {
                    // A contained patient's age at the events around it is not known, so its years do not come out.
                    parser.skipChildren();
                } else {
                    property(parser, field, step, token);
                }
            }
            requireEnd(parser);
            if (writer != null) {
                writer.end();
            }
        }
    }

    private void nested(byte[] bytes, @Nullable SerializedString name) throws IOException {
        byte[] rewritten = nested.rewrite(bytes);
        LazyOutput writer = out;
        if (writer != null && rewritten != null) {
            JsonGenerator generator = writer.at(name);
            generator.writeRawValue(new String(rewritten, StandardCharsets.UTF_8));
        }
    }

    private static void requireEnd(JsonParser parser) throws IOException {
        if (parser.currentToken() != JsonToken.END_OBJECT) {
            throw new NotAResourceException();
        }
    }
}
