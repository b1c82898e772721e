package org.firewarden.model.feature;

import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the features of a spec from a patient's chart. A value is either there and usable or missing with a reason; none is
 * ever made up. Pure and safe for many threads.
 */
public final class ChartReader {

    private final ObservationReading observations;
    private final SequenceReading sequences;

    /** Reads with these units. */
    public ChartReader(UnitConversion units) {
        this.observations = new ObservationReading(units);
        this.sequences = new SequenceReading(units);
    }

    /**
     * What the chart says about each feature, by name, in the order of the spec.
     *
     * @param today ages and windows are counted from it; what is dated later is not read
     */
    public Map<String, FeatureValue> read(FeatureSpec spec, PatientChart chart, LocalDate today) {
        return read(spec, chart, Moment.day(today));
    }

    /** As {@link #read(FeatureSpec, PatientChart, LocalDate)}, with windows of hours counted from the time of day. */
    public Map<String, FeatureValue> read(FeatureSpec spec, PatientChart chart, Moment moment) {
        Map<String, FeatureValue> values = new LinkedHashMap<>();
        List<EventSequence.Event> events = spec.sequence()
                .map(sequence -> sequences.read(sequence, chart, moment))
                .orElse(List.of());
        for (Feature feature : spec.features()) {
            FeatureValue value = feature instanceof EventFeature event
                    ? SequenceReading.value(event, events, moment)
                    : read(feature, chart, moment);
            values.put(feature.name(), value);
        }
        return values;
    }

    private FeatureValue read(Feature feature, PatientChart chart, Moment moment) {
        if (feature instanceof DemographicFeature demographic) {
            return DemographicReading.read(demographic, chart.patient(), moment.today());
        } else if (feature instanceof MeasurementFeature measurement) {
            return observations.read(measurement, chart, moment);
        } else if (feature instanceof AnswerFeature answer) {
            return observations.read(answer, chart, moment);
        } else if (feature instanceof ConditionFeature condition) {
            return ConditionReading.read(condition, chart, moment.today());
        } else if (feature instanceof MedicationFeature medication) {
            return MedicationReading.read(medication, chart);
        } else if (feature instanceof EncounterFeature encounter) {
            return EncounterReading.read(encounter, chart, moment);
        } else if (feature instanceof EncounterCountFeature count) {
            return EncounterReading.read(count, chart);
        } else if (feature instanceof ProcedureFeature procedure) {
            return EncounterReading.read(procedure, chart);
        } else if (feature instanceof CountFeature count) {
            return EventReading.read(count, chart, moment);
        } else if (feature instanceof CategoryFeature category) {
            return EventReading.read(category, chart, moment);
        }
        throw new IllegalStateException("a feature of unknown kind");
    }
}
