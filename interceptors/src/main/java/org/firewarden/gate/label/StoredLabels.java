package org.firewarden.gate.label;

import java.util.Map;

/** The labels of stored resources. */
public interface StoredLabels {

    /**
     * Raises stored resources to at least these labels, without a new version and within the transaction in progress. What a
     * resource has beyond them stays; a resource that is not there any more is left out.
     *
     * @param labels by {@code Type/id}
     * @return how many resources lacked a label
     */
    int raise(Map<String, Labels> labels);
}
