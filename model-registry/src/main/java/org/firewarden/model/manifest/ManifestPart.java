package org.firewarden.model.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * An object of a manifest that is read strictly: what is missing, has another type or was not asked for is noted with its JSON
 * pointer, and reading goes on with an empty value. For one thread.
 */
final class ManifestPart {

    private static final int MAXIMUM_TEXT = 400_000;

    private final JsonNode node;
    private final String pointer;
    private final List<String> problems;
    private final Set<String> asked = new TreeSet<>();

    ManifestPart(JsonNode node, String pointer, List<String> problems) {
        this.node = node;
        this.pointer = pointer;
        this.problems = problems;
        if (!node.isObject()) {
            problems.add(pointer + ": must be an object");
        }
    }

    /** Notes what is wrong with the value of a key. */
    void problem(String key, String text) {
        problems.add(pointer + "/" + key + ": " + text);
    }

    boolean has(String key) {
        return node.has(key);
    }

    String text(String key) {
        JsonNode value = ask(key);
        if (!value.isTextual() || value.textValue().isBlank()) {
            problem(key, "must be a text");
            return "";
        }
        if (value.textValue().length() > MAXIMUM_TEXT) {
            problem(key, "is too long");
            return "";
        }
        return value.textValue().strip();
    }

    @Nullable
    String optionalText(String key) {
        return isAsked(key) ? text(key) : null;
    }

    double number(String key) {
        JsonNode value = ask(key);
        if (!value.isNumber() || !Double.isFinite(value.doubleValue())) {
            problem(key, "must be a number");
            return 0;
        }
        return value.doubleValue();
    }

    @Nullable
    Double optionalNumber(String key) {
        return isAsked(key) ? Double.valueOf(number(key)) : null;
    }

    long integer(String key, long minimum, long maximum) {
        JsonNode value = ask(key);
        if (!value.isIntegralNumber()
                || !value.canConvertToLong()
                || value.longValue() < minimum
                || value.longValue() > maximum) {
            problem(key, "must be a whole number from " + minimum + " to " + maximum);
            return minimum;
        }
        return value.longValue();
    }

    boolean flag(String key) {
        JsonNode value = ask(key);
        if (!value.isBoolean()) {
            problem(key, "must be true or false");
        }
        return value.asBoolean();
    }

    <E extends Enum<E>> E one(String key, Class<E> type, Function<E, String> code) {
        String written = text(key);
        E[] constants = type.getEnumConstants();
        return Arrays.stream(constants)
                .filter(constant -> code.apply(constant).equals(written))
                .findFirst()
                .orElseGet(() -> {
                    problem(
                            key,
                            "is one of " + Arrays.stream(constants).map(code).collect(Collectors.joining(", ")));
                    return constants[0];
                });
    }

    List<String> texts(String key) {
        List<String> texts = new ArrayList<>();
        for (JsonNode element : elements(key)) {
            if (element.isTextual() && !element.textValue().isBlank()) {
                texts.add(element.textValue().strip());
            } else {
                problem(key, "must be a list of texts");
            }
        }
        return texts;
    }

    List<Double> numbers(String key) {
        List<Double> numbers = new ArrayList<>();
        for (JsonNode element : elements(key)) {
            if (element.isNumber() && Double.isFinite(element.doubleValue())) {
                numbers.add(element.doubleValue());
            } else {
                problem(key, "must be a list of numbers");
            }
        }
        return numbers;
    }

    ManifestPart part(String key) {
        return new ManifestPart(ask(key), pointer + "/" + key, problems);
    }

    List<ManifestPart> parts(String key) {
        List<ManifestPart> parts = new ArrayList<>();
        for (JsonNode element : elements(key)) {
            parts.add(new ManifestPart(element, pointer + "/" + key + "/" + parts.size(), problems));
        }
        return parts;
    }

    /** The members of an object, each read as a part. */
    Map<String, ManifestPart> partsByName(String key) {
        ManifestPart whole = part(key);
        Map<String, ManifestPart> parts = new LinkedHashMap<>();
        whole.node.fieldNames().forEachRemaining(name -> parts.put(name, whole.part(name)));
        return parts;
    }

    Map<String, String> textsByName(String key) {
        ManifestPart whole = part(key);
        Map<String, String> texts = new LinkedHashMap<>();
        whole.node.fieldNames().forEachRemaining(name -> texts.put(name, whole.text(name)));
        return texts;
    }

    Map<String, List<String>> textListsByName(String key) {
        ManifestPart whole = part(key);
        Map<String, List<String>> lists = new LinkedHashMap<>();
        whole.node.fieldNames().forEachRemaining(name -> lists.put(name, whole.texts(name)));
        return lists;
    }

    /** Notes each key that was not asked for. */
    void refuseOtherKeys() {
        node.fieldNames().forEachRemaining(name -> {
            if (!asked.contains(name)) {
                problem(name, "is not known");
            }
        });
    }

    private boolean isAsked(String key) {
        asked.add(key);
        return has(key);
    }

    private JsonNode elements(String key) {
        JsonNode value = ask(key);
        if (!value.isArray()) {
            problem(key, "must be a list");
        }
        return value;
    }

    private JsonNode ask(String key) {
        asked.add(key);
        return node.path(key);
    }
}
