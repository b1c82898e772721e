package org.firewarden.train.operation;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.firewarden.problem.Problem;
import org.jspecify.annotations.Nullable;

/** Reads values out of texts and notes what is wrong with each, so that all problems can be told at once. For one thread. */
final class SentValues {

    private static final int GREATEST_LENGTH = 40;
    private static final Pattern SIZES = Pattern.compile("[1-9][0-9]{0,3}(,[1-9][0-9]{0,3}){0,3}");

    private final Map<String, String> values = new HashMap<>();
    private final List<Problem> problems = new ArrayList<>();
    private boolean isMalformed;

    /** Of each name the first value; what is wrong with names is noted at once. */
    SentValues(Map<String, List<String>> sent, ParameterNames names) {
        problems.addAll(names.problems(sent));
        isMalformed = !problems.isEmpty();
        sent.forEach((name, texts) -> {
            if (!texts.isEmpty() && !texts.get(0).isBlank()) {
                values.put(name, texts.get(0));
            }
        });
    }

    @Nullable
    String text(String name) {
        return values.get(name);
    }

    boolean has(String name) {
        return values.containsKey(name);
    }

    void problem(String code, String text) {
        problems.add(Problem.invalid(code, text));
    }

    List<Problem> problems() {
        return problems;
    }

    boolean isMalformed() {
        return isMalformed;
    }

    /** A decimal number that is greater than the one and at most the other, or the default. */
    double number(String name, double above, double most, double otherwise) {
        String text = values.get(name);
        if (text == null) {
            return otherwise;
        }
        try {
            double value = text.length() > GREATEST_LENGTH ? Double.NaN : new BigDecimal(text).doubleValue();
            if (value > above && value <= most) {
                return value;
            }
            problem(
                    code(name),
                    String.format(Locale.ROOT, "'%s' is greater than %s and at most %s", name, above, most));
        } catch (NumberFormatException notANumber) {
            malformed(name, "a decimal number");
        }
        return otherwise;
    }

    /** A whole number of this range, or the default. */
    long whole(String name, long least, long most, long otherwise) {
        String text = values.get(name);
        if (text == null) {
            return otherwise;
        }
        try {
            long value = Long.parseLong(text);
            if (value >= least && value <= most) {
                return value;
            }
            problem(code(name), "'" + name + "' is from " + least + " to " + most);
        } catch (NumberFormatException notANumber) {
            malformed(name, "a whole number");
        }
        return otherwise;
    }

    /** One of these words, or the first of them. */
    String word(String name, List<String> words) {
        String text = values.get(name);
        if (text == null || words.contains(text)) {
            return text == null ? words.get(0) : text;
        }
        problem(name + "-unknown", "'" + name + "' is one of " + String.join(", ", words));
        return words.get(0);
    }

    /** A day, or null. */
    @Nullable
    String day(String name) {
        String text = values.get(name);
        if (text != null) {
            try {
                return LocalDate.parse(text).toString();
            } catch (DateTimeException notADay) {
                malformed(name, "a day, YYYY-MM-DD");
            }
        }
        return null;
    }

    /** Whole numbers with commas between them, or the default. */
    List<Integer> sizes(String name, int most, List<Integer> otherwise) {
        String text = values.get(name);
        if (text == null) {
            return otherwise;
        }
        if (!SIZES.matcher(text).matches()) {
            malformed(name, "one to four whole numbers with commas between them");
            return otherwise;
        }
        List<Integer> sizes = new ArrayList<>();
        for (String size : List.of(text.split(",", -1))) {
            sizes.add(Integer.valueOf(size));
        }
        if (sizes.stream().anyMatch(size -> size > most)) {
            problem(code(name), "each of '" + name + "' is at most " + most);
            return otherwise;
        }
        return sizes;
    }

    private void malformed(String name, String what) {
        isMalformed = true;
        problem(code(name), "'" + name + "' is " + what);
    }

    private static String code(String name) {
        return name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT) + "-invalid";
    }
}
