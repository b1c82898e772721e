package org.firewarden.gate.standing;

import java.util.Set;

/**
 * Who stands for one caller.
 *
 * @param references relative references: the person, and the roles, organisations and care teams that the person belongs to
 * @param validity when this holds, as long as no row changes
 */
record CallerIdentities(Set<String> references, Holding validity) {

    /** Copies the references. */
    CallerIdentities {
        references = Set.copyOf(references);
    }
}
