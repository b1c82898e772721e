package org.firewarden.deid.operation;

import ca.uhn.fhir.rest.server.servlet.ServletRequestDetails;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.PrimitiveType;
import org.hl7.fhir.r4.model.Reference;
import org.jspecify.annotations.Nullable;

/**
 * The simple parameters of an operation as text, whether they came in a Parameters resource or in the address. A primitive is its
 * value, a Reference what it refers to; what is neither is left out.
 *
 * @param values by name, in the order in which they came
 */
public record SentParameters(Map<String, List<String>> values) {

    /** What was sent with a request. */
    public static SentParameters of(ServletRequestDetails request) {
        Map<String, List<String>> values = new LinkedHashMap<>();
        Map<String, String[]> inAddress = request.getParameters();
        if (inAddress != null) {
            inAddress.forEach((name, texts) -> values.put(name, new ArrayList<>(List.of(texts))));
        }
        if (request.getResource() instanceof Parameters sent) {
            for (Parameters.ParametersParameterComponent parameter : sent.getParameter()) {
                String text = null;
                if (parameter.getValue() instanceof PrimitiveType<?> primitive) {
                    text = primitive.getValueAsString();
                } else if (parameter.getValue() instanceof Reference reference) {
                    text = reference.getReference();
                }
                if (text != null && parameter.getName() != null) {
                    values.computeIfAbsent(parameter.getName(), name -> new ArrayList<>())
                            .add(text);
                }
            }
        }
        return new SentParameters(values);
    }

    /** The names. */
    public Set<String> names() {
        return values.keySet();
    }

    /** The first value of a name, or null. */
    public @Nullable String first(String name) {
        List<String> of = values.get(name);
        return of == null || of.isEmpty() ? null : of.get(0);
    }

    /** Says nothing of them: they may hold patient values. */
    @Override
    public String toString() {
        return "SentParameters" + names().size();
    }
}
