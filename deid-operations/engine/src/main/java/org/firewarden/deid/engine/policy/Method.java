package org.firewarden.deid.engine.policy;

import java.util.Arrays;
import java.util.Optional;

/** The provision of 45 CFR 164.514 that a policy carries out; its {@code clause} header says which. */
public enum Method {
    /** All of the 18 identifiers are gone. */
    SAFE_HARBOR("45 CFR 164.514(b)(2)"),
    /** An expert determined that the risk is very small. */
    EXPERT_DETERMINATION("45 CFR 164.514(b)(1)"),
    /** The 16 direct identifiers are gone; still protected health information, under a data use agreement. */
    LIMITED_DATA_SET("45 CFR 164.514(e)"),
    /** No provision is claimed. */
    NONE("none");

    private final String clause;

    Method(String clause) {
        this.clause = clause;
    }

    /** The provision. */
    public String clause() {
        return clause;
    }

    static Optional<Method> ofClause(String clause) {
        return Arrays.stream(values()).filter(m -> m.clause.equals(clause)).findFirst();
    }
}
