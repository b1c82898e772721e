package org.firewarden.cds.exchange;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.firewarden.problem.Problem;
import org.springframework.http.HttpStatus;
import org.springframework.util.unit.DataSize;

/**
 * Reads a request body as one JSON object. Refuses what two readers could understand differently (a name twice, text after
 * the object) and what costs too much (size, nesting). What the parser complains of is never repeated: it quotes the body.
 */
final class JsonBody {

    private static final int MAXIMUM_NESTING = 200;

    private static final ObjectMapper MAPPER = new ObjectMapper(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAXIMUM_NESTING)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private JsonBody() {}

    /** The object, or 413 if the body is larger than the limit, or 400 if it is not one JSON object. */
    static Checked<ObjectNode> read(InputStream body, DataSize limit) throws IOException {
        int most = Math.toIntExact(limit.toBytes());
        byte[] bytes = body.readNBytes(most + 1);
        if (bytes.length > most) {
            return Checked.refused(Refusal.of(
                    HttpStatus.PAYLOAD_TOO_LARGE,
                    new Problem("too-long", "body-too-large", "The request body is larger than this server reads.")));
        }
        JsonNode tree;
        try {
            tree = MAPPER.readTree(bytes);
        } catch (JsonProcessingException e) {
            // The parser's message quotes the body, which may hold patient data; the caller learns only that it is bad.
            return notAnObject();
        }
        return tree instanceof ObjectNode object ? Checked.valid(object) : notAnObject();
    }

    private static Checked<ObjectNode> notAnObject() {
        return Checked.refused(Refusal.badRequest(
                List.of(new Problem("structure", "not-a-json-object", "The request body is not one JSON object."))));
    }
}
