package org.firewarden.cds.recommendation;

import java.util.Locale;
import org.firewarden.model.risk.RiskAnswer;

/** What kind of answer a model gave. The codes stand in the database and in the audit trail. */
public enum AnswerKind {
    /** Estimates. */
    ASSESSED,
    /** The model does not hold for this patient. */
    NOT_APPLICABLE,
    /** Inputs are missing. */
    INCOMPLETE;

    /** The kind of an answer. */
    public static AnswerKind of(RiskAnswer answer) {
        if (answer instanceof RiskAnswer.Assessed) {
            return ASSESSED;
        }
        return answer instanceof RiskAnswer.NotApplicable ? NOT_APPLICABLE : INCOMPLETE;
    }

    /** The code: lower case with hyphens. */
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
