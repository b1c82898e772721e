package org.firewarden.cds.hook;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.firewarden.problem.Problem;
import org.jspecify.annotations.Nullable;

/** Reads fields of a request and notes each problem by the field's path. No problem repeats what was sent. */
final class RequestFields {

    private final List<Problem> problems = new ArrayList<>();

    List<Problem> problems() {
        return problems;
    }

    void add(Problem problem) {
        problems.add(problem);
    }

    void demand(String path, String demand) {
        problems.add(Problem.invalid("bad-field", "The field " + path + " " + demand + "."));
    }

    /** The text of the field if it has the form; else null, and a problem. */
    @Nullable
    String matching(JsonNode parent, String field, String path, Pattern form, String demand) {
        String value = text(parent, field);
        if (value == null || !form.matcher(value).matches()) {
            demand(path, demand);
            return null;
        }
        return value;
    }

    /** As {@link #matching}, but a field that is not there is no problem. */
    @Nullable
    String optional(JsonNode parent, String field, String path, Pattern form, String demand) {
        return isAbsent(parent, field) ? null : matching(parent, field, path, form, demand);
    }

    static @Nullable String text(JsonNode parent, String field) {
        return parent.path(field).textValue();
    }

    static boolean isAbsent(JsonNode parent, String field) {
        return parent.path(field).isMissingNode() || parent.path(field).isNull();
    }
}
