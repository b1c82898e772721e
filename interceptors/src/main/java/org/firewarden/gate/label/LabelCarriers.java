package org.firewarden.gate.label;

import java.util.Collection;
import java.util.Map;
import java.util.Set;

/**
 * Which resources hang on which carrier, and the labels of the carriers that have any; references are {@code Type/id}. All
 * methods join the transaction in progress.
 */
public interface LabelCarriers {

    /**
     * One resource hangs on one carrier.
     *
     * @param carrier {@code Encounter/id} or {@code Medication/id}
     * @param member the resource
     */
    record Membership(String carrier, String member) {}

    /**
     * Notes who hangs on what, and answers the labels of all these carriers that have any. Until the transaction ends nobody
     * else raises one of these carriers, and nobody else joins one of those that are about to be raised: so no resource slips
     * between a label and its carrier.
     *
     * @param memberships may be known already
     * @param aboutToBeRaised carriers, members or not
     */
    Map<String, Labels> join(Collection<Membership> memberships, Set<String> aboutToBeRaised);

    /** The resources that hang on these carriers. */
    Collection<Membership> members(Set<String> carriers);

    /** Puts labels in place of those that the carriers had. */
    void put(Map<String, Labels> labels);
}
