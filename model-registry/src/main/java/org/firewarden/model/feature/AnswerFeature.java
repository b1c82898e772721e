package org.firewarden.model.feature;

import java.time.Period;
import java.util.List;
import java.util.Set;
import org.firewarden.access.CodedValue;

/**
 * A yes-or-no feature whose value is the latest coded answer to a question, for example the smoking status. An answer that
 * is in neither set, such as 'unknown', leaves the feature missing. Always required.
 *
 * @param codes codes of the question, LOINC
 * @param window how far back an answer still counts, today included
 * @param yes answers that mean yes
 * @param no answers that mean no
 */
record AnswerFeature(
        String name, String title, List<CodedValue> codes, Period window, Set<CodedValue> yes, Set<CodedValue> no)
        implements Feature {

    /** Copies the collections. */
    AnswerFeature {
        codes = List.copyOf(codes);
        yes = Set.copyOf(yes);
        no = Set.copyOf(no);
    }

    @Override
    public String resourceType() {
        return "Observation";
    }

    @Override
    public MissingRule missing() {
        return MissingRule.REQUIRED;
    }
}
