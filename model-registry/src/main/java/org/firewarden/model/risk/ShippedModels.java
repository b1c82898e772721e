package org.firewarden.model.risk;

import java.util.List;
import org.firewarden.model.feature.FeatureSpecFile;

/** The models that ship with Firewarden. */
final class ShippedModels {

    private static final List<String> MANIFESTS = List.of("models/prevent-base-10y-1.0.0.yaml");

    private ShippedModels() {}

    static List<ShippedModel> load(FeatureSpecFile specs) {
        return MANIFESTS.stream().map(path -> ShippedModel.load(path, specs)).toList();
    }
}
