package org.firewarden.train.tree;

/**
 * How trees are grown.
 *
 * @param rounds how many at most
 * @param eta how much of each tree is believed
 * @param depth how deep
 * @param rowShare the share of rows that each tree sees
 * @param columnShare the share of columns that each tree sees
 * @param leastWeight the least sum of second derivatives in a leaf
 */
public record TreeSettings(int rounds, double eta, int depth, double rowShare, double columnShare, double leastWeight) {

    /** What did well on readmission data without being tuned on it. */
    public static TreeSettings standard() {
        return new TreeSettings(300, 0.06, 5, 0.8, 0.5, 20);
    }
}
