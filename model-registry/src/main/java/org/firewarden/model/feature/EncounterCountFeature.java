package org.firewarden.model.feature;

import java.util.Set;

/**
 * How many encounters there were before the one in context. One that had not ended before its first day is the way into it and
 * is not counted.
 *
 * @param classes codes of Encounter.class (v3-ActCode) that are counted
 * @param window how far back from the first day of the encounter in context
 */
record EncounterCountFeature(String name, String title, Set<String> classes, Window window) implements Feature {

    EncounterCountFeature {
        classes = Set.copyOf(classes);
    }

    @Override
    public String resourceType() {
        return "Encounter";
    }

    @Override
    public MissingRule missing() {
        return MissingRule.REQUIRED;
    }

    @Override
    public String display(FeatureValue.Present present) {
        return Feature.number(present.value());
    }
}
