package org.firewarden.gate.explain;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.PrimitiveType;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Type;
import org.jspecify.annotations.Nullable;

/** The parameters of a call, from its address or from its Parameters resource, each as text. */
final class ExplainParameters {

    private final Map<String, String[]> address;
    private final @Nullable Parameters sent;

    ExplainParameters(Map<String, String[]> address, @Nullable IBaseResource body) {
        this.address = address;
        this.sent = body instanceof Parameters parameters ? parameters : null;
    }

    List<String> all(String name) {
        List<String> values = new ArrayList<>(List.of(address.getOrDefault(name, new String[0])));
        if (sent != null) {
            sent.getParameter().stream()
                    .filter(parameter -> name.equals(parameter.getName()))
                    .map(parameter -> text(parameter.getValue()))
                    .filter(Objects::nonNull)
                    .forEach(values::add);
        }
        return values;
    }

    @Nullable
    String first(String name) {
        List<String> values = all(name);
        return values.isEmpty() ? null : values.get(0);
    }

    private static @Nullable String text(@Nullable Type value) {
        if (value instanceof PrimitiveType<?> primitive) {
            return primitive.getValueAsString();
        }
        if (value instanceof Reference reference) {
            return reference.getReference();
        }
        return value instanceof Coding coding ? coding.getCode() : null;
    }
}
