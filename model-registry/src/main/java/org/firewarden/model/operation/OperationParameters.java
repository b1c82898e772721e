package org.firewarden.model.operation;

import ca.uhn.fhir.rest.server.servlet.ServletRequestDetails;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.firewarden.model.registry.Stage;
import org.firewarden.problem.Problem;
import org.hl7.fhir.r4.model.Base64BinaryType;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.PrimitiveType;
import org.hl7.fhir.r4.model.Type;

/** The Parameters resource that an operation was called with; none at all is an empty one. */
final class OperationParameters {

    private final Parameters parameters;

    private OperationParameters(Parameters parameters) {
        this.parameters = parameters;
    }

    static OperationParameters of(ServletRequestDetails request) {
        return new OperationParameters(request.getResource() instanceof Parameters sent ? sent : new Parameters());
    }

    /** Bytes: the content of a base64Binary, or a text in UTF-8. */
    Optional<byte[]> bytes(String name, List<Problem> problems) {
        Optional<byte[]> bytes = values(name).findFirst().flatMap(value -> {
            if (value instanceof Base64BinaryType binary) {
                return Optional.ofNullable(binary.getValue());
            }
            return value instanceof PrimitiveType<?> primitive && primitive.hasValue()
                    ? Optional.of(primitive.getValueAsString().getBytes(StandardCharsets.UTF_8))
                    : Optional.empty();
        });
        missing(name, bytes.isEmpty(), problems);
        return bytes;
    }

    Optional<String> text(String name, List<Problem> problems) {
        Optional<String> text = texts(name).stream().findFirst();
        missing(name, text.isEmpty(), problems);
        return text;
    }

    List<String> texts(String name) {
        return values(name)
                .filter(value -> value instanceof PrimitiveType<?> primitive && primitive.hasValue())
                .map(value -> ((PrimitiveType<?>) value).getValueAsString().strip())
                .filter(text -> !text.isEmpty() && text.length() <= 20_000)
                .toList();
    }

    /** A stage, if one is given. */
    Optional<Stage> stage(String name, List<Problem> problems) {
        Optional<String> code = texts(name).stream().findFirst();
        Optional<Stage> stage = code.flatMap(text -> Arrays.stream(Stage.values())
                .filter(candidate -> ModelDevice.code(candidate).equals(text))
                .findFirst());
        if (code.isPresent() && stage.isEmpty()) {
            problems.add(Problem.invalid("parameter", "The parameter " + name + " is no stage."));
        }
        return stage;
    }

    /** A percentage from 0 to 100; 0 if none is given. */
    int percent(String name, List<Problem> problems) {
        Optional<String> text = texts(name).stream().findFirst();
        if (text.isEmpty()) {
            return 0;
        }
        if (text.get().matches("\\d{1,3}") && Integer.parseInt(text.get()) <= 100) {
            return Integer.parseInt(text.get());
        }
        problems.add(Problem.invalid("parameter", "The parameter " + name + " is a whole number from 0 to 100."));
        return 0;
    }

    private Stream<Type> values(String name) {
        return parameters.getParameter().stream()
                .filter(parameter -> name.equals(parameter.getName()) && parameter.hasValue())
                .map(Parameters.ParametersParameterComponent::getValue);
    }

    private static void missing(String name, boolean isMissing, List<Problem> problems) {
        if (isMissing) {
            problems.add(Problem.invalid("parameter", "The parameter " + name + " is missing."));
        }
    }
}
