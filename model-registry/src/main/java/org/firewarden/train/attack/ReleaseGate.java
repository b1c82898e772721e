package org.firewarden.train.attack;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.firewarden.train.evaluate.EvaluationReport.AttackFinding;
import org.firewarden.train.evaluate.EvaluationReport.Gate;
import org.jspecify.annotations.Nullable;

/**
 * Whether what attackers learnt allows a release.
 *
 * @param greatestMembershipAuc the lower end of the interval of a membership attack's AUC may be this at most: an attack that may
 *     as well have been luck does not count
 */
public record ReleaseGate(double greatestMembershipAuc) {

    /** 0.55. */
    public static ReleaseGate standard() {
        return new ReleaseGate(0.55);
    }

    /**
     * Decides.
     *
     * @param claim the epsilon that is claimed, or null
     */
    public Gate decide(List<AttackFinding> findings, @Nullable Double claim) {
        List<String> reasons = new ArrayList<>();
        for (AttackFinding finding : findings) {
            if (finding.measure().equals("AUC") && finding.value().lower() > greatestMembershipAuc) {
                reasons.add(String.format(
                        Locale.ROOT,
                        "the attack %s tells members from others with an AUC of at least %.3f, more than %.3f",
                        finding.attack(),
                        finding.value().lower(),
                        greatestMembershipAuc));
            }
            if (claim != null
                    && finding.attack().endsWith("-epsilon")
                    && finding.value().lower() > claim) {
                reasons.add(String.format(
                        Locale.ROOT,
                        "the attack %s proves an epsilon of %.3f, more than the %.3f that is claimed",
                        finding.attack(),
                        finding.value().lower(),
                        claim));
            }
        }
        return new Gate(reasons.isEmpty(), reasons);
    }
}
