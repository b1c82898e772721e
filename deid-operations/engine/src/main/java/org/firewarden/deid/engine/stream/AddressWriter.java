package org.firewarden.deid.engine.stream;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.SerializedString;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import org.firewarden.deid.engine.place.ZipAreas;
import org.firewarden.deid.engine.policy.ElementNode;
import org.firewarden.deid.engine.policy.Step;
import org.jspecify.annotations.Nullable;

/**
 * Addresses: state, ZIP area and country are judged together, because digits that look like a ZIP code are none in another
 * country.
 */
final class AddressWriter {

    private final Parts parts;

    AddressWriter(Parts parts) {
        this.parts = parts;
    }

    /** Writes what the policy names of an address. */
    void address(JsonParser parser, LazyOutput out, @Nullable SerializedString name, ElementNode node)
            throws IOException {
        out.startObject(name);
        String state = null;
        String postalCode = null;
        String country = null;
        SerializedString stateName = null;
        SerializedString postalCodeName = null;
        SerializedString countryName = null;
        for (String field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
            JsonToken token = parser.nextToken();
            Step step = node.step(field);
            if (step == null || token != JsonToken.VALUE_STRING) {
                parser.skipChildren();
                continue;
            }
            switch (step.treatment()) {
                case STATE -> {
                    state = parser.getText();
                    stateName = step.name();
                }
                case ZIP3 -> {
                    postalCode = parser.getText();
                    postalCodeName = step.name();
                }
                case COUNTRY -> {
                    country = parser.getText();
                    countryName = step.name();
                }
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
        Optional<String> listed =
                country == null ? Optional.empty() : parts.territories().country(country);
        boolean isForeign = country != null
                && !listed.map(parts.territories()::isUnitedStates).orElse(false);
        Optional<String> listedState = state == null || isForeign
                ? Optional.empty()
                : parts.territories().state(state);
        if (stateName != null && listedState.isPresent()) {
            out.at(stateName).writeString(listedState.get());
        }
        if (postalCodeName != null && postalCode != null && !postalCode.isBlank()) {
            out.at(postalCodeName)
                    .writeString(
                            isForeign ? ZipAreas.RESTRICTED : parts.zipAreas().generalize(postalCode));
        }
        if (countryName != null && listed.isPresent()) {
            out.at(countryName).writeString(listed.get());
        }
        out.end();
    }
}
