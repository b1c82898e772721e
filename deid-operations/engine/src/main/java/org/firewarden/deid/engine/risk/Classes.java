package org.firewarden.deid.engine.risk;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.firewarden.deid.engine.policy.RiskRules;

/**
 * The equivalence classes of a table at given levels, and which of them keep the limits: at least k members (Sweeney 2002), at
 * least l different sensitive values (Machanavajjhala 2007), and at most a distance t between their sensitive values and those of
 * all (Li 2007; the distance is the earth mover's with the same ground distance between any two values).
 */
final class Classes {

    private final List<List<PatientRow>> classes;
    private final Map<String, Integer> sensitive = new HashMap<>();
    private final int size;

    Classes(RiskRules rules, List<PatientRow> rows, int[] levels) {
        Map<List<String>, List<PatientRow>> byValues = new HashMap<>();
        for (PatientRow row : rows) {
            List<String> key = new ArrayList<>(levels.length);
            for (int i = 0; i < levels.length; i++) {
                key.add(Coarseness.at(
                        rules.quasiIdentifiers().get(i), row.values().get(i), levels[i]));
            }
            byValues.computeIfAbsent(key, k -> new ArrayList<>()).add(row);
            sensitive.merge(row.sensitive(), 1, Integer::sum);
        }
        classes = new ArrayList<>(byValues.values());
        size = rows.size();
    }

    List<List<PatientRow>> all() {
        return classes;
    }

    /** The members of classes that do not keep the limits. */
    List<PatientRow> beyond(RiskRules rules) {
        List<PatientRow> beyond = new ArrayList<>();
        for (List<PatientRow> members : classes) {
            if (members.size() < rules.k() || diversity(members) < rules.l() || distance(members) > rules.t()) {
                beyond.addAll(members);
            }
        }
        return beyond;
    }

    /** How many different sensitive values a class has. */
    static int diversity(List<PatientRow> members) {
        Set<String> values = new HashSet<>();
        members.forEach(member -> values.add(member.sensitive()));
        return values.size();
    }

    /** How far the sensitive values of a class are from those of all, 0 to 1. */
    double distance(List<PatientRow> members) {
        Map<String, Integer> own = new HashMap<>();
        members.forEach(member -> own.merge(member.sensitive(), 1, Integer::sum));
        double sum = 0;
        double common = 0;
        for (Map.Entry<String, Integer> entry : own.entrySet()) {
            double of = entry.getValue() / (double) members.size();
            double all = sensitive.getOrDefault(entry.getKey(), 0) / (double) size;
            sum += Math.abs(of - all);
            common += all;
        }
        // What the class lacks altogether is as far from it as it is frequent.
        return (sum + (1 - common)) / 2;
    }
}
