package org.firewarden.gate.enforcement;

import java.util.Map;
import java.util.Set;

/** The patients to whom stored resources lead, asked only for a resource that names no patient itself. */
public interface ReachedPatients {

    /**
     * The logical ids of the patients to whom these resources refer, or to whom those refer to which they refer, and so on for
     * a few steps.
     *
     * @param references relative references
     * @return by relative reference; a resource that leads to nobody or is not there may be absent
     */
    Map<String, Set<String>> from(Set<String> references);
}
