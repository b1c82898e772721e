package org.firewarden.train.cohort;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDate;
import java.time.Period;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.firewarden.access.CodedValue;
import org.firewarden.model.feature.CodeSet;
import org.firewarden.model.feature.PatientChart;

/**
 * What is to be predicted, and at which events.
 *
 * @param id for example {@code readmission-30d}
 * @param version the semantic version of the declaration
 * @param title for people
 * @param outcome the code of the model's output
 * @param unit at which events a prediction is made
 * @param classes for Encounters, the classes (v3-ActCode) that are index events; empty for all
 * @param excludedDispositions discharge dispositions after which nothing is predicted, for example death
 * @param expectedRate how often the outcome is expected, known without the data
 * @param scores ids of published scores that foretell about the same
 * @param kind what makes the label
 */
public record TargetSpec(
        String id,
        String version,
        String title,
        String outcome,
        Unit unit,
        Set<String> classes,
        Set<CodedValue> excludedDispositions,
        double expectedRate,
        List<String> scores,
        Kind kind) {

    /** Copies the sets. */
    public TargetSpec {
        scores = List.copyOf(scores);
        classes = Set.copyOf(classes);
        excludedDispositions = Set.copyOf(excludedDispositions);
        if (!(expectedRate > 0 && expectedRate < 1)) {
            throw new IllegalArgumentException("a rate lies between 0 and 1");
        }
    }

    /** At which events a prediction is made. */
    public enum Unit {
        /** At the end of each Encounter. */
        ENCOUNTER,
        /** Once for each patient, on the day as of which the data was read. */
        PATIENT
    }

    /** What makes the label. */
    public sealed interface Kind {

        /** Whether another Encounter of these classes begins within a period after the index Encounter. */
        record NextEncounter(Period within, Set<String> classes) implements Kind {
            /** Copies the classes. */
            public NextEncounter {
                classes = Set.copyOf(classes);
            }
        }

        /** Whether the answer to a question that belongs to the index Encounter is one of these; it is known so long after. */
        record Answer(CodedValue question, Set<CodedValue> yes, Period within) implements Kind {
            /** Copies the answers. */
            public Answer {
                yes = Set.copyOf(yes);
            }
        }

        /** Whether a Condition is recorded. */
        record Diagnosis(CodeSet codes) implements Kind {}
    }

    /** The label at an index event, or empty if it cannot be known. */
    Optional<Boolean> label(PatientChart chart, IndexEvent index, LocalDate asOf) {
        return new Labelling(this, chart, asOf).label(index);
    }

    /** The first day on which the label of an index event of this day is known for certain. */
    LocalDate known(LocalDate index) {
        if (kind instanceof Kind.NextEncounter next) {
            return index.plus(next.within()).plusDays(1);
        }
        return kind instanceof Kind.Answer answer ? index.plus(answer.within()).plusDays(1) : index.plusDays(1);
    }

    /** The index events of a patient, in the order of their days. */
    List<IndexEvent> events(PatientChart chart, LocalDate asOf) {
        return new Labelling(this, chart, asOf).events();
    }

    /** Whether what a resource says would give the label away: it belongs to the target, not to the features. */
    boolean isOutcome(ObjectNode resource) {
        return Labelling.isOutcome(kind, resource);
    }
}
