package org.firewarden.model.feature;

import java.util.List;
import java.util.OptionalDouble;
import org.firewarden.access.CodedValue;
import org.jspecify.annotations.Nullable;

/**
 * Which of some categories a coded element falls into. The value is the number of the category, from 0; one more than the last for
 * a code that is in none. If nothing is recorded, a model takes the number after that.
 *
 * @param element what is read
 * @param codes for {@link Element#ANSWER} the questions, LOINC; else empty
 * @param window for {@link Element#ANSWER} how far back; else null
 * @param rank for {@link Element#DIAGNOSIS} its rank in the encounter in context; else 0
 * @param categories in order; the first that has the code counts
 */
public record CategoryFeature(
        String name,
        String title,
        Element element,
        List<CodedValue> codes,
        @Nullable Window window,
        int rank,
        List<Category> categories)
        implements Feature {

    /** A coded element. */
    public enum Element {
        /** The race by the US Core extension: OMB categories. */
        RACE("Patient"),
        /** The ethnicity by the US Core extension. */
        ETHNICITY("Patient"),
        /** The language of the preferred communication. */
        LANGUAGE("Patient"),
        /** {@code Encounter.class} of the encounter in context. */
        CLASS("Encounter"),
        /** {@code Encounter.priority}. */
        PRIORITY("Encounter"),
        /** {@code Encounter.serviceType}. */
        SERVICE_TYPE("Encounter"),
        /** {@code Encounter.hospitalization.admitSource}. */
        ADMIT_SOURCE("Encounter"),
        /** {@code Encounter.hospitalization.dischargeDisposition}. */
        DISCHARGE_DISPOSITION("Encounter"),
        /** The Condition of that rank among {@code Encounter.diagnosis} of the encounter in context. */
        DIAGNOSIS("Condition"),
        /** The latest coded answer to a question. */
        ANSWER("Observation");

        private final String resourceType;

        Element(String resourceType) {
            this.resourceType = resourceType;
        }
    }

    /** One category: its name for people, and the codes that fall into it. */
    public record Category(String name, CodeSet codes) {}

    /** Copies the lists. */
    public CategoryFeature {
        codes = List.copyOf(codes);
        categories = List.copyOf(categories);
    }

    @Override
    public String resourceType() {
        return element.resourceType;
    }

    /** The number of values that are recorded: the categories and the rest. The value for 'not recorded' is this number. */
    public int values() {
        return categories.size() + 1;
    }

    @Override
    public MissingRule missing() {
        return MissingRule.SUBSTITUTED;
    }

    @Override
    public OptionalDouble substitute() {
        return OptionalDouble.of(values());
    }

    @Override
    public String display(FeatureValue.Present present) {
        return name((int) present.value());
    }

    /** What people call a value. */
    public String name(int value) {
        return value < categories.size()
                ? categories.get(value).name()
                : value == categories.size() ? "other" : "not recorded";
    }
}
