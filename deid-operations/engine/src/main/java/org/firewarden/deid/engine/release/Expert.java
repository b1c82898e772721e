package org.firewarden.deid.engine.release;

import java.time.LocalDate;

/**
 * Who determined that the risk is very small, and why (45 CFR 164.514(b)(1)).
 *
 * @param name the expert's name
 * @param statement the methods and results of the analysis that justify the determination, or where they are documented
 * @param validUntil the last day on which the determination may be relied on
 */
public record Expert(String name, String statement, LocalDate validUntil) {

    /**
     * Refuses an expert without a name or a statement.
     *
     * @throws IllegalArgumentException if one of them is blank
     */
    public Expert {
        if (name.isBlank() || statement.isBlank()) {
            throw new IllegalArgumentException("an expert has a name and makes a statement");
        }
    }
}
