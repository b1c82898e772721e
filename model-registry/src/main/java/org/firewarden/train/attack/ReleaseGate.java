package org.firewarden.train.attack;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.firewarden.train.evaluate.EvaluationReport.AttackFinding;
import org.firewarden.train.evaluate.EvaluationReport.Gate;
import org.jspecify.annotations.Nullable;

/**
 * Whether what attackers learnt allows a release. Each threshold is for the lower end of an interval: an attack that may as well have
 * been luck does not count. A version whose gate is closed is not promoted.
 *
 * @param membershipAuc for the AUC of attacks on membership; 0.5 is to know nothing
 * @param canaryShare for the share of right guesses about canaries; 0.5 is to know nothing
 * @param attributeAdvantage for how much better an attribute is told of members; 0 is to know nothing
 */
public record ReleaseGate(double membershipAuc, double canaryShare, double attributeAdvantage) {

    /** Refuses thresholds that nothing or everything passes. */
    public ReleaseGate {
        if (!(membershipAuc >= 0.5 && membershipAuc < 1)
                || !(canaryShare >= 0.5 && canaryShare < 1)
                || !(attributeAdvantage >= 0 && attributeAdvantage < 1)) {
            throw new IllegalArgumentException(
                    "firewarden.training.gate: membership-auc and canary-share are from 0.5 to"
                            + " less than 1, attribute-advantage from 0 to less than 1");
        }
    }

    /** 0.55, 0.75, 0.05. */
    public static ReleaseGate standard() {
        return new ReleaseGate(0.55, 0.75, 0.05);
    }

    /**
     * Decides.
     *
     * @param claim the epsilon that is claimed, or null
     */
    public Gate decide(List<AttackFinding> findings, @Nullable Double claim) {
        List<String> reasons = new ArrayList<>();
        for (AttackFinding finding : findings) {
            double lower = finding.value().lower();
            String attack = finding.attack();
            if (finding.measure().equals("AUC") && lower > membershipAuc) {
                reasons.add(reason(attack, "tells members from others with an AUC", lower, membershipAuc));
            } else if (attack.equals("canary-guesses") && lower > canaryShare) {
                reasons.add(reason(attack, "are right in a share", lower, canaryShare));
            } else if (attack.startsWith("attribute-") && lower > attributeAdvantage) {
                reasons.add(reason(attack, "does better on members", lower, attributeAdvantage));
            }
            if (claim != null && attack.endsWith("-epsilon") && lower > claim) {
                reasons.add(String.format(
                        Locale.ROOT,
                        "the attack %s proves an epsilon of %.3f, more than the %.3f that is claimed",
                        attack,
                        lower,
                        claim));
            }
        }
        return new Gate(reasons.isEmpty(), reasons);
    }

    private static String reason(String attack, String does, double lower, double allowed) {
        return String.format(
                Locale.ROOT, "the attack %s %s of at least %.3f, more than %.3f", attack, does, lower, allowed);
    }
}
