package org.firewarden.gate.standing;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What is known of patients apart from their Consents.
 *
 * @param linked for each patient the ids of all records of the same person, the own id among them
 * @param caregivers for each patient who takes care, as relative references
 * @param grants for each patient the break-glass grant of the caller that is open
 * @param identities references that stand for the caller
 */
record Surroundings(
        Map<String, Set<String>> linked,
        Map<String, Set<String>> caregivers,
        Map<String, String> grants,
        Set<String> identities) {

    static Surroundings empty() {
        return new Surroundings(new HashMap<>(), new HashMap<>(), new HashMap<>(), new HashSet<>());
    }

    /** The ids of all records whose Consents count. */
    Set<String> allRecords() {
        Set<String> all = new HashSet<>();
        linked.values().forEach(all::addAll);
        return all;
    }
}
