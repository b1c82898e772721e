package org.firewarden.model.risk;

import java.util.List;
import org.firewarden.model.feature.FeatureValue;
import org.firewarden.model.manifest.ModelOutput;

/** What a risk model answers. Texts name inputs and ranges, never the patient's values. */
public sealed interface RiskAnswer {

    /** Every feature of the model with what the chart says about it, in the order of the feature spec. */
    List<Input> inputs();

    /** Those of the inputs that the chart gives no value for. */
    default List<Input> missing() {
        return inputs().stream()
                .filter(input -> input.value() instanceof FeatureValue.Missing)
                .toList();
    }

    /**
     * The model holds for this patient and has all its inputs.
     *
     * @param risks in the order of the model's outputs
     */
    record Assessed(List<Risk> risks, List<Input> inputs) implements RiskAnswer {
        /** Copies the lists. */
        public Assessed {
            risks = List.copyOf(risks);
            inputs = List.copyOf(inputs);
        }
    }

    /**
     * The model was not made for this patient, whatever the missing inputs may be.
     *
     * @param reasons each of them, for example {@code Age is outside 30 to 79}
     */
    record NotApplicable(List<String> reasons, List<Input> inputs) implements RiskAnswer {
        /** Copies the lists. */
        public NotApplicable {
            reasons = List.copyOf(reasons);
            inputs = List.copyOf(inputs);
        }
    }

    /**
     * Inputs that the model cannot do without are missing: {@link #missing} names them.
     */
    record Incomplete(List<Input> inputs) implements RiskAnswer {
        /** Copies the list. */
        public Incomplete {
            inputs = List.copyOf(inputs);
        }
    }

    /**
     * One estimate.
     *
     * @param outcome the code of the outcome, for example {@code cvd}
     * @param title for people, for example {@code Cardiovascular disease}
     * @param value the number
     * @param kind what kind of number it is
     * @param unit the UCUM unit
     */
    record Risk(String outcome, String title, double value, ModelOutput.Kind kind, String unit) {

        /** A probability. */
        public Risk(String outcome, String title, double probability) {
            this(outcome, title, probability, ModelOutput.Kind.PROBABILITY, "1");
        }

        /**
         * The number as a probability.
         *
         * @return 0 to 1
         * @throws IllegalStateException if it is a score or a quantity
         */
        public double probability() {
            if (kind != ModelOutput.Kind.PROBABILITY) {
                throw new IllegalStateException("the output " + outcome + " is no probability");
            }
            return value;
        }

        /** Names the outcome only: the number is the patient's. */
        @Override
        public String toString() {
            return "Risk[" + outcome + "]";
        }
    }

    /**
     * One feature and what the chart says about it.
     *
     * @param name the feature's name
     * @param title the feature's title
     */
    record Input(String name, String title, FeatureValue value) {}
}
