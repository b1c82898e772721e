package org.firewarden.model.feature;

import java.util.Set;
import org.firewarden.access.CodedValue;
import org.jspecify.annotations.Nullable;

/**
 * A feature of the encounter in context.
 *
 * @param element what of it
 * @param yes codes that mean yes, for {@link Element#ADMISSION} and {@link Element#SERVICE}
 * @param no codes that mean no
 */
record EncounterFeature(
        String name, String title, Element element, Set<CodedValue> yes, Set<CodedValue> no, MissingRule missing)
        implements Feature {

    /** What of the encounter. */
    enum Element {
        /** Whole days from its start to its end, or to today. */
        LENGTH_OF_STAY,
        /** Whether {@code hospitalization.admitSource} or {@code priority} is one of the codes. */
        ADMISSION,
        /** Whether {@code serviceType} or {@code type} is one of the codes. */
        SERVICE
    }

    EncounterFeature {
        yes = Set.copyOf(yes);
        no = Set.copyOf(no);
    }

    @Override
    public String resourceType() {
        return "Encounter";
    }

    @Override
    public String unitText() {
        return element == Element.LENGTH_OF_STAY ? "days" : "";
    }

    @Override
    public String display(FeatureValue.Present present) {
        return element == Element.LENGTH_OF_STAY
                ? Feature.number(present.value()) + " days"
                : Feature.super.display(present);
    }

    /** The UCUM unit, or null. */
    @Nullable
    String unit() {
        return element == Element.LENGTH_OF_STAY ? "d" : null;
    }
}
