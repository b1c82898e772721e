package org.firewarden.train.budget;

import java.util.UUID;

/** Charges privacy to the budget of a source of data, and refuses what would overspend it. Safe for several nodes. */
public interface PrivacyBudget {

    /**
     * Charges a run, before it learns anything. A run is charged once, however often it asks: one that goes on after a crash
     * repeats itself and tells nothing new. Nothing is ever given back.
     *
     * @param budgetKey under what name the budget is kept
     * @param dataSet which data set is read
     */
    Charge charge(UUID runId, String budgetKey, String dataSet, double epsilon, double delta);

    /** What was spent under a name. */
    Spent spent(String budgetKey);

    /**
     * Sums over runs.
     *
     * @param epsilon the sum
     * @param delta the sum
     */
    record Spent(double epsilon, double delta) {}

    /**
     * What may be spent in all.
     *
     * @param epsilon the greatest sum
     * @param delta the greatest sum
     */
    record Limit(double epsilon, double delta) {

        /** Refuses limits that protect nobody. */
        public Limit {
            if (!(epsilon > 0) || !(delta > 0 && delta < 1)) {
                throw new IllegalArgumentException("limits are greater than 0, and delta less than 1");
            }
        }

        /** Epsilon 10, delta 1e-4. */
        public static Limit standard() {
            return new Limit(10, 1e-4);
        }
    }

    /** What came of a charge. */
    sealed interface Charge {

        /** It is charged, now or before. */
        record Charged(Spent spent) implements Charge {}

        /** There is not so much left. */
        record Overspent(Spent spent, Limit limit) implements Charge {}
    }
}
