package org.firewarden.model.feature;

import java.time.Period;
import java.util.List;
import java.util.OptionalDouble;
import org.firewarden.access.CodedValue;
import org.jspecify.annotations.Nullable;

/**
 * A feature whose value is the latest measured quantity: an Observation with one of the codes, or a component with one of
 * the codes in an Observation with one of the panel codes.
 *
 * @param codes LOINC codes of the measurement itself
 * @param panels LOINC codes of panels that hold it as a component, for example blood pressure
 * @param window how far back a value still counts, today included
 * @param unit the UCUM unit in which the value is given
 * @param substance which substance it is an amount of, where laboratories report both moles and grams; else null
 * @param plausible the values a living person can have, in {@code unit}; a latest value outside them is not used
 * @param unknown the number that stands for 'not known', or null if the feature is required
 */
public record MeasurementFeature(
        String name,
        String title,
        List<CodedValue> codes,
        List<CodedValue> panels,
        Window window,
        String unit,
        @Nullable Substance substance,
        Interval plausible,
        @Nullable Double unknown)
        implements Feature {

    /** Copies the lists. */
    public MeasurementFeature {
        codes = List.copyOf(codes);
        panels = List.copyOf(panels);
    }

    /** A required feature with a window of days. */
    public MeasurementFeature(
            String name,
            String title,
            List<CodedValue> codes,
            List<CodedValue> panels,
            Period window,
            String unit,
            @Nullable Substance substance,
            Interval plausible) {
        this(name, title, codes, panels, new Window(window, null), unit, substance, plausible, null);
    }

    @Override
    public String resourceType() {
        return "Observation";
    }

    @Override
    public MissingRule missing() {
        return unknown == null ? MissingRule.REQUIRED : MissingRule.SUBSTITUTED;
    }

    @Override
    public OptionalDouble substitute() {
        return unknown == null ? OptionalDouble.empty() : OptionalDouble.of(unknown);
    }

    /** The UCUM unit in the spelling of laboratory reports. */
    @Override
    public String unitText() {
        return unit.replace("mm[Hg]", "mmHg").replace("{1.73_m2}", "1.73 m2");
    }

    @Override
    public String display(FeatureValue.Present present) {
        return Feature.number(present.value()) + " " + unitText();
    }
}
