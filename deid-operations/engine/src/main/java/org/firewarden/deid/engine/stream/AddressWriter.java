package org.firewarden.deid.engine.stream;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.SerializedString;
import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.firewarden.deid.engine.place.ZipAreas;
import org.firewarden.deid.engine.policy.ElementNode;
import org.firewarden.deid.engine.policy.Step;
import org.firewarden.deid.engine.policy.Treatment;
import org.jspecify.annotations.Nullable;

/**
 * Addresses: state, ZIP area and country are judged together, because digits that look like a ZIP code are none in another
 * country.
 */
final class AddressWriter {

    /** A part of an address and its JSON name. */
    private record Named(SerializedString name, String text) {}

    private static final Pattern CITY = Pattern.compile("\\p{L}[\\p{L}\\p{M} .'\u2019-]{0,59}");
    private static final Pattern POSTAL_CODE = Pattern.compile("\\d{5}(?:-?\\d{4})?");

    private final Parts parts;

    AddressWriter(Parts parts) {
        this.parts = parts;
    }

    /** Writes what the policy names of an address. */
    void address(JsonParser parser, LazyOutput out, @Nullable SerializedString name, ElementNode node)
            throws IOException {
        out.startObject(name);
        Map<Treatment, Named> places = new EnumMap<>(Treatment.class);
        for (String field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
            JsonToken token = parser.nextToken();
            Step step = node.step(field);
            if (step == null || token != JsonToken.VALUE_STRING) {
                parser.skipChildren();
                continue;
            }
            switch (step.treatment()) {
                case STATE, ZIP3, COUNTRY -> places.put(step.treatment(), new Named(step.name(), parser.getText()));
                case CITY, POSTAL_CODE -> whole(parser.getText(), step, out);
                case CODE -> {
                    Set<String> codes = step.codes();
                    String code = parser.getText();
                    if (codes != null && codes.contains(code)) {
                        out.at(step.name()).writeString(code);
                    }
                }
                default -> {
                    // Nothing else of an address can come out.
                }
            }
        }
        places(places, out);
        out.end();
    }

    /** A city or ZIP code as it is, if it is nothing else: an address field can hold any text. */
    private static void whole(String text, Step step, LazyOutput out) throws IOException {
        Pattern form = step.treatment() == Treatment.CITY ? CITY : POSTAL_CODE;
        if (form.matcher(text).matches()) {
            out.at(step.name()).writeString(text);
        }
    }

    private void places(Map<Treatment, Named> places, LazyOutput out) throws IOException {
        Named state = places.get(Treatment.STATE);
        Named postalCode = places.get(Treatment.ZIP3);
        Named country = places.get(Treatment.COUNTRY);
        String listed = country == null
                ? null
                : parts.territories().country(country.text()).orElse(null);
        boolean isForeign =
                country != null && (listed == null || !parts.territories().isUnitedStates(listed));
        if (state != null && !isForeign) {
            String listedState = parts.territories().state(state.text()).orElse(null);
            if (listedState != null) {
                out.at(state.name()).writeString(listedState);
            }
        }
        if (postalCode != null && !postalCode.text().isBlank()) {
            String area = isForeign ? ZipAreas.RESTRICTED : parts.zipAreas().generalize(postalCode.text());
            out.at(postalCode.name()).writeString(area);
        }
        if (country != null && listed != null) {
            out.at(country.name()).writeString(listed);
        }
    }
}
