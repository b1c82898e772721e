package org.firewarden.server.web;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.firewarden.gate.limits.RequestLimits;
import org.firewarden.problem.Problem;
import org.jspecify.annotations.Nullable;

/** The parameters of a query and of a form, taken apart here so that none is left out without a word. */
final class FormBody {

    private FormBody() {}

    static Problem tooManyParameters(RequestLimits limits) {
        return new Problem(
                "too-costly", "too-many-parameters", "A query has at most " + limits.parameters() + " parameters.");
    }

    /** The parameters of both, those of the query first, or empty if one is not well encoded. */
    static Optional<Map<String, String[]>> parameters(@Nullable String query, String form) {
        Map<String, List<String>> values = new LinkedHashMap<>();
        try {
            add(values, query == null ? "" : query);
            add(values, form);
        } catch (IllegalArgumentException e) {
            // A percent sign that encodes nothing: the caller answers with 400.
            return Optional.empty();
        }
        Map<String, String[]> parameters = new LinkedHashMap<>();
        values.forEach((name, list) -> parameters.put(name, list.toArray(String[]::new)));
        return Optional.of(parameters);
    }

    private static void add(Map<String, List<String>> values, String text) {
        for (String pair : text.split("&", -1)) {
            if (!pair.isEmpty()) {
                int equals = pair.indexOf('=');
                values.computeIfAbsent(decode(equals < 0 ? pair : pair.substring(0, equals)), name -> new ArrayList<>())
                        .add(equals < 0 ? "" : decode(pair.substring(equals + 1)));
            }
        }
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
