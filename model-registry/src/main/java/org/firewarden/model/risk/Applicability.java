package org.firewarden.model.risk;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.firewarden.model.feature.Feature;
import org.firewarden.model.feature.FeatureSpec;
import org.firewarden.model.feature.FeatureValue;
import org.firewarden.model.manifest.ApplicabilityRules;

/** For whom a model holds. Reasons name the input and its range, never the patient's value. */
final class Applicability {

    private final FeatureSpec spec;
    private final ApplicabilityRules rules;

    Applicability(FeatureSpec spec, ApplicabilityRules rules) {
        this.spec = spec;
        this.rules = rules;
    }

    /** Every reason for which the model does not hold; a missing value is none. */
    List<String> reasonsAgainst(Map<String, FeatureValue> values) {
        List<String> reasons = new ArrayList<>();
        for (ApplicabilityRules.Exclusion exclusion : rules.exclusions()) {
            if (values.get(exclusion.feature()) instanceof FeatureValue.Present present && present.isTrue()) {
                reasons.add(exclusion.reason());
            }
        }
        for (ApplicabilityRules.Range range : rules.ranges()) {
            if (values.get(range.feature()) instanceof FeatureValue.Present present
                    && !range.interval().contains(present.value())) {
                reasons.add(title(range.feature()) + " is outside " + range.interval() + unit(range.feature()));
            }
        }
        return reasons;
    }

    private String title(String name) {
        return spec.feature(name).map(Feature::title).orElse(name);
    }

    private String unit(String name) {
        return spec.feature(name)
                .map(feature -> " " + feature.unitText())
                .orElse("")
                .stripTrailing();
    }
}
