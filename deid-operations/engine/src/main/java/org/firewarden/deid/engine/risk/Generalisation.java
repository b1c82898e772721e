package org.firewarden.deid.engine.risk;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.firewarden.deid.engine.policy.RiskRules;

/**
 * How far attributes are coarsened, and whose are dropped, so that the limits hold: the full-domain generalisation with the least
 * loss of information among all (Samarati 2001). Deterministic.
 */
public final class Generalisation {

    private final RiskRules rules;
    private final int[] levels;
    private final Set<String> suppressed;
    private final boolean holds;

    private Generalisation(RiskRules rules, int[] levels, Set<String> suppressed, boolean holds) {
        this.rules = rules;
        this.levels = levels;
        this.suppressed = suppressed;
        this.holds = holds;
    }

    /** Everything as it is. */
    static Generalisation none(RiskRules rules) {
        return new Generalisation(rules, new int[rules.quasiIdentifiers().size()], Set.of(), !rules.hasLimits());
    }

    /** Finds the least generalisation; where none keeps the limits, the one that drops everything. */
    static Generalisation of(RiskRules rules, List<PatientRow> rows) {
        if (!rules.hasLimits()) {
            return none(rules);
        }
        int[] levels = new int[rules.quasiIdentifiers().size()];
        int[] top = new int[levels.length];
        for (int i = 0; i < top.length; i++) {
            top[i] = rules.quasiIdentifiers().get(i).levels() - 1;
        }
        Generalisation best = null;
        double least = Double.MAX_VALUE;
        do {
            double loss = loss(rules, levels);
            if (loss < least) {
                List<PatientRow> beyond = new Classes(rules, rows, levels).beyond(rules);
                double share = rows.isEmpty() ? 0 : beyond.size() / (double) rows.size();
                double whole = loss * (1 - share) + share;
                if (share <= rules.suppression() && whole < least && !rows.isEmpty()) {
                    least = whole;
                    best = new Generalisation(rules, levels.clone(), patients(beyond), true);
                }
            }
        } while (next(levels, top));
        return best != null ? best : new Generalisation(rules, top, Set.of(), false);
    }

    private static Set<String> patients(List<PatientRow> rows) {
        return rows.stream().map(PatientRow::patient).collect(Collectors.toCollection(HashSet::new));
    }

    /** Counts the levels up, the last attribute first; false when all were tried. */
    private static boolean next(int[] levels, int[] top) {
        for (int i = levels.length - 1; i >= 0; i--) {
            if (levels[i] < top[i]) {
                levels[i]++;
                return true;
            }
            levels[i] = 0;
        }
        return false;
    }

    /** The mean share of an attribute's levels that were gone up (Sweeney's precision, taken from one). */
    private static double loss(RiskRules rules, int[] levels) {
        double loss = 0;
        for (int i = 0; i < levels.length; i++) {
            // The policy names first what is to be coarsened last; the weight breaks ties in its favour.
            double weight = 1 + (levels.length - i) * 1e-6;
            loss += weight * levels[i] / (rules.quasiIdentifiers().get(i).levels() - 1);
        }
        return levels.length == 0 ? 0 : loss / levels.length;
    }

    /** True if the limits hold. */
    public boolean holds() {
        return holds;
    }

    /** True if nothing is coarsened or dropped. */
    public boolean isNone() {
        return suppressed.isEmpty() && Arrays.stream(levels).allMatch(level -> level == 0);
    }

    /** The information lost, from 0 to 1, over all patients. */
    double loss(int patients) {
        double share = patients == 0 ? 0 : suppressed.size() / (double) patients;
        return Math.min(1, loss(rules, levels) * (1 - share) + share);
    }

    int[] levels() {
        return levels.clone();
    }

    int suppressed() {
        return suppressed.size();
    }

    RiskRules rules() {
        return rules;
    }

    /** The level of an attribute for a patient. */
    int level(int attribute, String patient) {
        return suppressed.contains(patient)
                ? rules.quasiIdentifiers().get(attribute).levels() - 1
                : levels[attribute];
    }
}
