package org.firewarden.model.manifest;

import java.util.List;

/**
 * What the developer declares of the four criteria of section 520(o)(1)(E) of the FD&amp;C Act (FDA, Clinical Decision Support
 * Software, revised 2026-01-06): no image or signal; medical information; recommendations to a professional; a basis that the
 * professional can review. A declaration, not a legal finding.
 *
 * @param criteria the four, in the order of the law
 * @param timeCritical whether the output is for decisions that leave no time for a review
 */
public record DeviceCriteria(List<Criterion> criteria, boolean timeCritical) {

    /** How many there are. */
    public static final int COUNT = 4;

    /** Copies the list. */
    public DeviceCriteria {
        criteria = List.copyOf(criteria);
    }

    /** Whether a criterion is met, and why. */
    public record Criterion(boolean met, String evidence) {}
}
