package org.firewarden.deid.engine.stream;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A Quantity as it was read, each part as it was written; holds patient data and nothing that may come out unjudged.
 *
 * @param value its number, digit for digit
 */
record QuantityText(
        @Nullable String value,
        @Nullable String comparator,
        @Nullable String unit,
        @Nullable String system,
        @Nullable String code) {

    /** Reads the object that the parser stands at; of a name given twice the last counts. */
    static QuantityText read(JsonParser parser) throws IOException {
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
        return new QuantityText(value, comparator, unit, system, code);
    }

    /** Says nothing: it holds patient data. */
    @Override
    public String toString() {
        return "QuantityText";
    }
}
