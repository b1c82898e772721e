package org.firewarden.ledger.call;

import ca.uhn.fhir.rest.api.server.RequestDetails;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.firewarden.problem.Problem;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.PrimitiveType;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Type;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of an operation as text, from its address and its Parameters resource, and all that is wrong with them. What
 * was sent is repeated in no problem: it may name a patient.
 */
public final class CallParameters {

    /** How a call is answered, not what is asked. */
    private static final Set<String> OF_EVERY_CALL = Set.of("_format", "_pretty");

    private static final String CODE = "operation-parameter";

    private final Map<String, List<String>> values = new LinkedHashMap<>();
    private final List<Problem> problems = new ArrayList<>();

    private CallParameters() {}

    /**
     * Reads the parameters of a call.
     *
     * @param known the names that the operation takes
     */
    public static CallParameters of(RequestDetails request, Set<String> known) {
        CallParameters parameters = new CallParameters();
        request.getParameters().forEach((name, texts) -> {
            if (!OF_EVERY_CALL.contains(name)) {
                for (String text : texts) {
                    parameters.add(name, text);
                }
            }
        });
        IBaseResource body = request.getResource();
        if (body instanceof Parameters sent) {
            sent.getParameter().forEach(part -> parameters.add(String.valueOf(part.getName()), text(part.getValue())));
        } else if (body != null) {
            parameters.problem("The body of this call is a Parameters resource.");
        }
        if (!known.containsAll(parameters.values.keySet())) {
            parameters.problem(
                    known.isEmpty()
                            ? "This call takes no parameters."
                            : "This call takes only the parameters " + String.join(", ", new TreeSet<>(known)) + ".");
        }
        return parameters;
    }

    /** The one value of a parameter, or null if it is not there. */
    public @Nullable String one(String name) {
        List<String> all = values.getOrDefault(name, List.of());
        if (all.size() > 1) {
            problem("Parameter " + name + " stands here once.");
        }
        return all.isEmpty() ? null : all.get(0);
    }

    /**
     * A text that must be there.
     *
     * @param longest how many characters it may have
     * @return an empty text if it is not there, and then there is a problem
     */
    public String text(String name, int longest) {
        String text = one(name);
        if (text == null || text.isBlank() || text.length() > longest) {
            problem("Parameter " + name + " is a text of 1 to " + longest + " characters.");
            return "";
        }
        return text;
    }

    /**
     * A time, to the second with an offset, or a date, which is taken in UTC.
     *
     * @param isEnd whether a date stands for the end of its day
     * @return null if it is not there or none
     */
    public @Nullable Instant instant(String name, boolean isEnd) {
        String text = one(name);
        if (text == null) {
            return null;
        }
        try {
            if (text.indexOf('T') >= 0) {
                return OffsetDateTime.parse(text).toInstant();
            }
            LocalDate day = LocalDate.parse(text);
            return (isEnd ? day.plusDays(1) : day).atStartOfDay(ZoneOffset.UTC).toInstant();
        } catch (DateTimeParseException e) {
            // Told among the problems.
            problem("Parameter " + name + " is a date, or a time with seconds and an offset.");
            return null;
        }
    }

    /** Adds a problem. */
    public void problem(String text) {
        problems.add(Problem.invalid(CODE, text));
    }

    /** All problems that were found so far. */
    public List<Problem> problems() {
        return List.copyOf(problems);
    }

    private void add(String name, @Nullable String text) {
        if (text == null) {
            problem("Each parameter has a value: a primitive, a Coding or a Reference.");
        }
        values.computeIfAbsent(name, key -> new ArrayList<>()).add(text == null ? "" : text);
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
