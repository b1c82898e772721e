package org.firewarden.model.stage;

import org.jspecify.annotations.Nullable;

/** What the use of a version has shown so far. */
public interface UseEvidence {

    /** Of the time since the version came to its stage. */
    Evidence of(String model, String version);

    /**
     * Counts since then.
     *
     * @param silentCalls calls whose answer was shown to nobody
     * @param shownCalls calls whose answer was shown
     * @param failures calls that failed
     * @param accepted decisions that followed it
     * @param overridden decisions against it
     * @param psi the greatest population stability index of its inputs and outputs, or null without a reference
     */
    record Evidence(
            long silentCalls,
            long shownCalls,
            long failures,
            long accepted,
            long overridden,
            @Nullable Double psi) {

        /** Nothing was seen. */
        public static final Evidence NONE = new Evidence(0, 0, 0, 0, 0, null);
    }
}
