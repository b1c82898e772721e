package org.firewarden.cds.service;

import java.util.List;
import org.firewarden.model.feature.FeatureValue;
import org.firewarden.model.risk.RiskAnswer;

/**
 * How well an estimate is supported by the record: how many of its inputs somebody wrote down, and which were taken for 'no'
 * because nothing is written down. What a model's numbers are worth on average stands in its card; this is about the patient.
 *
 * @param recorded how many inputs were read from a resource
 * @param assumed the titles of inputs that follow from the absence of resources
 * @param missing how many have no value
 */
record InputSupport(int recorded, List<String> assumed, int missing) {

    /** Copies the titles. */
    InputSupport {
        assumed = List.copyOf(assumed);
    }

    static InputSupport of(RiskAnswer answer) {
        List<String> assumed = answer.inputs().stream()
                .filter(input -> input.value() instanceof FeatureValue.Present present && present.reference() == null)
                .map(RiskAnswer.Input::title)
                .toList();
        int missing = answer.missing().size();
        return new InputSupport(answer.inputs().size() - missing - assumed.size(), assumed, missing);
    }

    /** The share of inputs that were recorded, 0 to 1. */
    double share() {
        int all = recorded + assumed.size() + missing;
        return all == 0 ? 0 : (double) recorded / all;
    }

    /** For the audit trail: counts, no values. */
    String code() {
        return "recorded=" + recorded + " assumed=" + assumed.size() + " missing=" + missing;
    }
}
