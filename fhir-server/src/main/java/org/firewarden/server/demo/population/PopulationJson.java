package org.firewarden.server.demo.population;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;

/**
 * Reads and writes FHIR JSON without changing a number. FHIR keeps the precision of a decimal ({@code 1.0} is not
 * {@code 1}; R4, Datatypes, decimal), which Jackson by default does not.
 */
final class PopulationJson {
    static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private PopulationJson() {}
}
