package org.firewarden.model.feature;

import java.util.List;
import java.util.Set;
import org.firewarden.access.CodedValue;

/**
 * A yes-or-no feature whose value is the latest answer to a question, for example the smoking status: a coded one, or a
 * quantity that is above a bound or not. An answer that is in neither set, such as 'unknown', leaves the feature missing.
 *
 * @param codes codes of the question, LOINC
 * @param window how far back an answer still counts, today included
 * @param yes answers that mean yes
 * @param no answers that mean no
 * @param panels codes of Observations that hold the answer as a component
 * @param measured quantities that answer it, too
 */
record AnswerFeature(
        String name,
        String title,
        List<CodedValue> codes,
        Window window,
        Set<CodedValue> yes,
        Set<CodedValue> no,
        List<CodedValue> panels,
        List<Measured> measured,
        MissingRule missing)
        implements Feature {

    /** Copies the collections. */
    AnswerFeature {
        codes = List.copyOf(codes);
        yes = Set.copyOf(yes);
        no = Set.copyOf(no);
        panels = List.copyOf(panels);
        measured = List.copyOf(measured);
    }

    @Override
    public String resourceType() {
        return "Observation";
    }

    /**
     * A quantity that means yes above a bound and no at or below it.
     *
     * @param code LOINC code of the measurement, by itself or as a component
     * @param unit UCUM
     */
    record Measured(CodedValue code, String unit, double above) {}
}
