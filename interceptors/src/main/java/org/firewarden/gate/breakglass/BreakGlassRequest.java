package org.firewarden.gate.breakglass;

import java.util.ArrayList;
import java.util.List;
import org.firewarden.access.Caller;
import org.firewarden.phi.Phi;
import org.firewarden.problem.Problem;
import org.jspecify.annotations.Nullable;

/**
 * {@code Patient/{id}/$break-glass} as it was asked.
 *
 * @param caller who asks
 * @param patientId the logical id in the address
 * @param reason the code of parameter {@code reason}, or null
 * @param reasonSystem its code system, or null if a bare code was sent
 * @param text parameter {@code text}, or null
 */
record BreakGlassRequest(
        Caller caller,
        String patientId,
        @Nullable String reason,
        @Nullable String reasonSystem,
        @Nullable Phi<String> text) {

    private static final int SHORTEST = 10;
    private static final int LONGEST = 1_000;

    /** Everything that is wrong with the parameters. */
    List<Problem> problems() {
        List<Problem> problems = new ArrayList<>();
        boolean isKnownSystem = reasonSystem == null || reasonSystem.equals(BreakGlassReason.SYSTEM);
        if (reason == null || !isKnownSystem || BreakGlassReason.ofCode(reason).isEmpty()) {
            problems.add(Problem.invalid(
                    "break-glass-reason",
                    "Parameter reason is one of the codes " + BreakGlassReason.codes() + " of "
                            + BreakGlassReason.SYSTEM + "."));
        }
        int length = text == null ? 0 : text.reveal().strip().length();
        if (length < SHORTEST || length > LONGEST) {
            problems.add(Problem.invalid(
                    "break-glass-text",
                    "Parameter text says why the patient must be seen now, in " + SHORTEST + " to " + LONGEST
                            + " characters."));
        }
        return problems;
    }
}
