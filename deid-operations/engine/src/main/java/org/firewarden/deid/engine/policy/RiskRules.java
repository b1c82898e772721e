package org.firewarden.deid.engine.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a policy says about the risk of telling a patient among the others: which attributes an outsider may know, and which
 * limits must hold before a data set is released.
 *
 * @param quasiIdentifiers the attributes, in the order in which they are generalised last to first
 * @param k the fewest patients that look alike; 1 for no limit
 * @param l the fewest different sensitive values among them; 1 for no limit
 * @param t the greatest distance of their sensitive values from those of all; 1 for no limit
 * @param suppression the greatest share of patients whose attributes may be dropped to reach the limits
 */
public record RiskRules(List<Attribute> quasiIdentifiers, int k, int l, double t, double suppression) {

    /** What an outsider may know of a patient, with how it is coarsened. */
    public enum Attribute {
        /** Year of birth: as it is, five years, ten years, twenty years, gone. */
        BIRTH_YEAR("birth-year", 5),
        /** Administrative gender: as it is, gone. */
        GENDER("gender", 2),
        /** ZIP area: as it comes out, gone. */
        POSTAL_CODE("postal-code", 2),
        /** State: as it is, gone. */
        STATE("state", 2),
        /** OMB category of race: as it is, gone. */
        RACE("race", 2),
        /** OMB category of ethnicity: as it is, gone. */
        ETHNICITY("ethnicity", 2),
        /** Whether and in which year the patient died: as it is, only that, gone. */
        DEATH("death", 3);

        private final String word;
        private final int levels;

        Attribute(String word, int levels) {
            this.word = word;
            this.levels = levels;
        }

        /** As policies and reports name it. */
        public String word() {
            return word;
        }

        /** How many levels of generalisation it has; the last one drops it. */
        public int levels() {
            return levels;
        }

        static Optional<Attribute> ofWord(String word) {
            for (Attribute attribute : values()) {
                if (attribute.word.equals(word)) {
                    return Optional.of(attribute);
                }
            }
            return Optional.empty();
        }
    }

    /** Copies the list. */
    public RiskRules {
        quasiIdentifiers = List.copyOf(quasiIdentifiers);
    }

    /** True if there is a limit to hold. */
    public boolean hasLimits() {
        return k > 1 || l > 1 || t < 1;
    }

    static RiskRules of(PolicyEntries entries) {
        List<Attribute> attributes = new ArrayList<>();
        for (PolicyEntries.Entry entry : entries.entries("quasiIdentifiers")) {
            entries.require(entry, "why");
            Attribute.ofWord(entries.require(entry, "attribute"))
                    .ifPresentOrElse(
                            attributes::add,
                            () -> entries.problem(entry.line(), "there is no such attribute of a patient"));
        }
        int k = 1;
        int l = 1;
        double t = 1;
        double suppression = 0;
        for (PolicyEntries.Entry entry : entries.entries("limits")) {
            entries.require(entry, "why");
            double value = number(entries, entry);
            switch (entries.require(entry, "measure")) {
                case "k-anonymity" -> k = whole(entries, entry, value);
                case "l-diversity" -> l = whole(entries, entry, value);
                case "t-closeness" -> t = share(entries, entry, value);
                case "suppression" -> suppression = share(entries, entry, value);
                default ->
                    entries.problem(
                            entry.line(), "a limit is one of k-anonymity, l-diversity, t-closeness and suppression");
            }
        }
        if ((k > 1 || l > 1 || t < 1) && attributes.isEmpty()) {
            entries.problemOfHeader("limits", "limits hold for quasiIdentifiers, and none is named");
        }
        return new RiskRules(attributes, k, l, t, suppression);
    }

    private static double number(PolicyEntries entries, PolicyEntries.Entry entry) {
        try {
            return Double.parseDouble(entries.require(entry, "value"));
        } catch (NumberFormatException e) {
            entries.problem(entry.line(), "'value' is a number");
            return 1;
        }
    }

    private static int whole(PolicyEntries entries, PolicyEntries.Entry entry, double value) {
        if (value < 1 || value > 10_000 || value != Math.rint(value)) {
            entries.problem(entry.line(), "'value' is a whole number from 1 to 10000");
            return 1;
        }
        return (int) value;
    }

    private static double share(PolicyEntries entries, PolicyEntries.Entry entry, double value) {
        if (!(value >= 0 && value <= 1)) {
            entries.problem(entry.line(), "'value' is a number from 0 to 1");
            return 1;
        }
        return value;
    }
}
