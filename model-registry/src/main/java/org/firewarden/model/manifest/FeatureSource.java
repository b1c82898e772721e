package org.firewarden.model.manifest;

import java.util.Map;

/**
 * A feature spec as it was written, with the code lists that it refers to, so that the signature covers what is read of a
 * patient.
 *
 * @param spec the spec in YAML
 * @param codeLists tab-separated code lists by the path under which the spec names them
 */
public record FeatureSource(String spec, Map<String, String> codeLists) {

    /** Copies the lists. */
    public FeatureSource {
        codeLists = Map.copyOf(codeLists);
    }
}
