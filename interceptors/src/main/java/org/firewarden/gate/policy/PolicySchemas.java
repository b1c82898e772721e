package org.firewarden.gate.policy;

import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.PathType;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** The JSON Schemas of the policy files, which stand beside them for editors too. */
final class PolicySchemas {

    private final JsonSchema policy = load("policy.schema.json");
    private final JsonSchema everybody = load("everybody.schema.json");

    /** Checks the form of a policy. */
    void checkPolicy(String file, YamlDocument document, List<PolicyProblem> problems) {
        check(policy, file, document, problems);
    }

    /** Checks the form of what holds for everybody. */
    void checkEverybody(String file, YamlDocument document, List<PolicyProblem> problems) {
        check(everybody, file, document, problems);
    }

    private static void check(JsonSchema schema, String file, YamlDocument document, List<PolicyProblem> problems) {
        for (ValidationMessage message : schema.validate(document.tree())) {
            String at = message.getInstanceLocation().toString();
            boolean isUnknownKey = message.getType().equals("additionalProperties");
            int line = document.line(isUnknownKey ? at + "/" + message.getProperty() : at);
            String reason = isUnknownKey ? "unknown key '" + message.getProperty() + "'" : reason(message, at);
            problems.add(new PolicyProblem(file, line, reason));
        }
    }

    private static String reason(ValidationMessage message, String at) {
        String text = message.getMessage();
        String where = at.isEmpty() ? "" : at.substring(1) + ": ";
        int colon = text.indexOf(": ");
        return where + (colon < 0 ? text : text.substring(colon + 2));
    }

    private static JsonSchema load(String name) {
        try (InputStream in = PolicySchemas.class.getResourceAsStream("/org/firewarden/policies/" + name)) {
            if (in == null) {
                throw new IllegalStateException("the jar lacks " + name);
            }
            SchemaValidatorsConfig config = SchemaValidatorsConfig.builder()
                    .pathType(PathType.JSON_POINTER)
                    .locale(Locale.ENGLISH)
                    .build();
            return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                    .getSchema(new String(in.readAllBytes(), StandardCharsets.UTF_8), InputFormat.JSON, config);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
