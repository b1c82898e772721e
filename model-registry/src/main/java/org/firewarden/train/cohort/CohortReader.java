package org.firewarden.train.cohort;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.firewarden.model.feature.ChartReader;
import org.firewarden.model.feature.Feature;
import org.firewarden.model.feature.FeatureSpec;
import org.firewarden.model.feature.FeatureValue;
import org.firewarden.model.feature.Moment;
import org.firewarden.model.feature.PatientChart;
import org.jspecify.annotations.Nullable;

/**
 * Reads a cohort from a data set. What makes the label is taken out of the chart before features are read, and nothing dated after
 * an index event is read for it, so that no feature can know the future. For one thread.
 */
public final class CohortReader {

    private final ChartReader reader;
    private final FeatureSpec spec;
    private final FeatureSpec subgroupSpec;
    private final TargetSpec target;
    private final List<PublishedScore> scores;
    private final LocalDate asOf;
    private final int rowsPerPatient;
    private final @Nullable LocalDate splitDate;

    private double[] values = new double[1 << 12];
    private double[] subgroups = new double[1 << 10];
    private float[] labels = new float[1 << 8];
    private int[] days = new int[1 << 8];
    private int[] starts = new int[1 << 8];
    private final List<String> patientIds = new ArrayList<>();
    private final List<List<Optional<double[]>>> scoreInputs = new ArrayList<>();
    private int rows;
    private long skipped;

    /**
     * Begins.
     *
     * @param subgroupSpec attributes by which the evaluation is broken down; never an input of the model by this
     * @param scores published scores to compare with; read from the same chart as the features
     * @param asOf the day as of which the data was read; later outcomes are unknown
     * @param rowsPerPatient how many index events of a patient are kept at most: the latest
     * @param splitDate for a split by time its day: as many events are kept whose label is known before it, and as many from it on; those
     *     between are left out, since their outcome is of the time that is tested on. Null for none
     */
    public CohortReader(
            ChartReader reader,
            FeatureSpec spec,
            FeatureSpec subgroupSpec,
            TargetSpec target,
            List<PublishedScore> scores,
            LocalDate asOf,
            int rowsPerPatient,
            @Nullable LocalDate splitDate) {
        this.reader = reader;
        this.spec = spec;
        this.subgroupSpec = subgroupSpec;
        this.target = target;
        this.scores = List.copyOf(scores);
        scores.forEach(score -> scoreInputs.add(new ArrayList<>()));
        this.asOf = asOf;
        this.rowsPerPatient = rowsPerPatient;
        this.splitDate = splitDate;
    }

    /**
     * Reads all patients.
     *
     * @param bytesAtOnce how much of the files is kept in memory at once
     */
    public Cohort read(ResourceFiles files, long bytesAtOnce) throws IOException {
        PatientCharts charts = new PatientCharts(files, types(), bytesAtOnce);
        charts.visit(this::add);
        int patients = patientIds.size();
        return new Cohort(
                spec,
                target,
                Arrays.copyOf(values, rows * spec.features().size()),
                Arrays.copyOf(labels, rows),
                Arrays.copyOf(starts, patients + 1),
                List.copyOf(patientIds),
                Arrays.copyOf(days, rows),
                Arrays.copyOf(subgroups, rows * subgroupSpec.features().size()),
                subgroupSpec,
                scores(),
                charts.resources(),
                skipped);
    }

    private Map<String, double[]> scores() {
        Map<String, double[]> computed = new LinkedHashMap<>();
        for (int i = 0; i < scores.size(); i++) {
            computed.put(scores.get(i).name(), scores.get(i).scores(scoreInputs.get(i)));
        }
        return computed;
    }

    private Set<String> types() {
        Set<String> types = new HashSet<>(spec.resourceTypes());
        types.addAll(subgroupSpec.resourceTypes());
        scores.forEach(score -> types.addAll(score.resourceTypes()));
        types.addAll(Set.of("Patient", "Encounter", "Condition", "Observation"));
        return types;
    }

    private void add(String patientId, PatientChart whole) {
        List<ObjectNode> visible = whole.resources().stream()
                .filter(resource -> !target.isOutcome(resource))
                .toList();
        List<IndexEvent> events = target.events(whole, asOf);
        int before = rows;
        for (IndexEvent event : kept(events)) {
            Optional<Boolean> label = target.label(whole, event, asOf);
            if (label.isEmpty()
                    || !addRow(new PatientChart(whole.patient(), visible, event.encounterId()), event, label.get())) {
                skipped++;
            }
        }
        if (rows > before) {
            patientIds.add(patientId);
            if (patientIds.size() == starts.length) {
                starts = Arrays.copyOf(starts, 2 * starts.length);
            }
            starts[patientIds.size()] = rows;
        }
    }

    /** Which events before a split are kept does not depend on what comes after it. */
    private List<IndexEvent> kept(List<IndexEvent> events) {
        LocalDate split = splitDate;
        if (split == null) {
            return latest(events, event -> true);
        }
        List<IndexEvent> kept = new ArrayList<>(
                latest(events, event -> !target.known(event.day()).isAfter(split)));
        kept.addAll(latest(events, event -> !event.day().isBefore(split)));
        return kept;
    }

    private List<IndexEvent> latest(List<IndexEvent> events, Predicate<IndexEvent> which) {
        List<IndexEvent> some = events.stream().filter(which).toList();
        return some.subList(Math.max(0, some.size() - rowsPerPatient), some.size());
    }

    private boolean addRow(PatientChart chart, IndexEvent event, boolean label) {
        Moment moment = Moment.day(event.day());
        double[] row = row(reader.read(spec, chart, moment));
        if (row.length == 0) {
            return false;
        }
        double[] groups = groups(reader.read(subgroupSpec, chart, moment));
        for (int i = 0; i < scores.size(); i++) {
            scoreInputs.get(i).add(scores.get(i).inputs(reader, chart, moment));
        }
        if (rows == labels.length) {
            labels = Arrays.copyOf(labels, 2 * rows);
            days = Arrays.copyOf(days, 2 * rows);
        }
        values = grown(values, (rows + 1) * row.length);
        subgroups = grown(subgroups, (rows + 1) * groups.length);
        System.arraycopy(row, 0, values, rows * row.length, row.length);
        System.arraycopy(groups, 0, subgroups, rows * groups.length, groups.length);
        labels[rows] = label ? 1 : 0;
        days[rows] = (int) event.day().toEpochDay();
        rows++;
        return true;
    }

    /** The values in the order of the spec; empty if one that is required is missing. */
    private double[] row(Map<String, FeatureValue> read) {
        double[] row = new double[spec.features().size()];
        for (int i = 0; i < row.length; i++) {
            Feature feature = spec.features().get(i);
            if (Objects.requireNonNull(read.get(feature.name())) instanceof FeatureValue.Present present) {
                row[i] = present.value();
            } else if (feature.substitute().isPresent()) {
                row[i] = feature.substitute().getAsDouble();
            } else {
                return new double[0];
            }
        }
        return row;
    }

    private double[] groups(Map<String, FeatureValue> read) {
        return subgroupSpec.features().stream()
                .mapToDouble(feature ->
                        read.get(feature.name()) instanceof FeatureValue.Present present ? present.value() : Double.NaN)
                .toArray();
    }

    private static double[] grown(double[] array, int atLeast) {
        return atLeast <= array.length ? array : Arrays.copyOf(array, Math.max(atLeast, 2 * array.length));
    }
}
