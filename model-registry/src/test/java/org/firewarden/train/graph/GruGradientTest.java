package org.firewarden.train.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.firewarden.model.onnx.DataflowGraph;
import org.firewarden.model.onnx.ElementType;
import org.firewarden.model.runtime.OnnxEnvironment;
import org.junit.jupiter.api.Test;

/** The gradient of a recurrent unit, patient by patient. */
class GruGradientTest {

    private static final GruShape GRU = Cohorts.gru(5);
    private static final int ROWS = 3;
    private static final Schedule SCHEDULE = new Schedule(1, 1, 1, 2, null);

    @Test
    void theOracleHasTheSlopeOfItsLoss() {
        Examples examples = Cohorts.events(5, 1, 3);
        GruOracle oracle = new GruOracle(GRU);
        double[] theta = doubles(start().parameters());
        for (int row = 0; row < examples.rows(); row++) {
            double[] x = row(examples, row);
            double[] gradient = new double[theta.length];
            oracle.addGradient(gradient, theta, x, examples.labels()[row], 0.7);
            for (int i = 0; i < theta.length; i++) {
                double[] up = theta.clone();
                double[] down = theta.clone();
                up[i] += 1e-5;
                down[i] -= 1e-5;
                double slope = (oracle.loss(up, x, examples.labels()[row], 0.7)
                                - oracle.loss(down, x, examples.labels()[row], 0.7))
                        / 2e-5;
                assertThat(gradient[i]).as("parameter %s", i).isCloseTo(slope, within(1e-8));
            }
        }
    }

    @Test
    void theGraphHasTheLossOfTheOracle() throws OrtException {
        Examples examples = Cohorts.events(200, 1, 4);
        Network network = start();
        DataflowGraph graph = new DataflowGraph("served");
        String x = graph.input("x", ElementType.FLOAT, DataflowGraph.ANY, GRU.inputs());
        graph.output("logit", network.write(graph, x), ElementType.FLOAT, DataflowGraph.ANY, 1);
        float[] logits;
        try (OrtSession session = OnnxEnvironment.get().createSession(graph.toFile(new TreeMap<>()))) {
            logits = run(session, Map.of("x", tensor(examples.features(), examples.rows(), GRU.inputs())));
        }

        GruOracle oracle = new GruOracle(GRU);
        double[] theta = doubles(network.parameters());
        double[] probabilities = network.probabilities(examples);
        for (int row = 0; row < examples.rows(); row++) {
            double label = examples.labels()[row];
            double loss = oracle.loss(theta, row(examples, row), label, 1);
            double served = 1 / (1 + Math.exp(-logits[row]));
            assertThat(-Math.log(label > 0 ? served : 1 - served)).isCloseTo(loss, within(1e-6));
            assertThat(-Math.log(label > 0 ? probabilities[row] : 1 - probabilities[row]))
                    .as("computed without a graph")
                    .isCloseTo(loss, within(1e-12));
        }
        assertThat(Arrays.stream(probabilities).distinct().count()).isGreaterThan(100);
    }

    @Test
    void theGraphHasTheNormsOfTheOracleAndClipsEachPatientToExactlyTheNorm() throws OrtException {
        Examples examples = Cohorts.events(60, ROWS, 5);
        Network network = start();
        OracleTrainer oracle = new OracleTrainer(GRU, Optimizer.SGD);
        double[] theta = doubles(network.parameters());
        double[] norms = new double[examples.patients()];
        try (PatientGradient graph = new PatientGradient(network, false)) {
            for (int patient = 0; patient < norms.length; patient++) {
                double[] gradient = oracle.gradient(theta, examples, patient, SCHEDULE);
                double[] made = graph.of(examples, patient, 0);
                norms[patient] = norm(gradient);
                assertThat(norm(made)).isCloseTo(norms[patient], within(1e-6));
                assertThat(made).containsExactly(gradient, within(1e-6));
            }
        }
        double clip = Arrays.stream(norms).sorted().toArray()[norms.length / 2];
        int clipped = 0;
        try (PatientGradient graph = new PatientGradient(network, true)) {
            for (int patient = 0; patient < norms.length; patient++) {
                assertThat(norm(graph.of(examples, patient, clip)))
                        .isCloseTo(Math.min(clip, norms[patient]), within(1e-6));
                clipped += norms[patient] > clip ? 1 : 0;
            }
        }
        assertThat(clipped).isBetween(20, 40);
    }

    @Test
    void anEventThatIsNotThereChangesNothing() {
        Examples examples = Cohorts.events(50, 1, 6);
        Network network = start();
        float[] other = examples.features().clone();
        int changed = 0;
        for (int row = 0; row < examples.rows(); row++) {
            for (GruShape.Slot slot : GRU.slots()) {
                if (other[row * GRU.inputs() + slot.empty()] == 1) {
                    for (int column : slot.columns()) {
                        other[row * GRU.inputs() + column] = 3;
                        changed++;
                    }
                }
            }
        }
        assertThat(changed).isPositive();
        assertThat(network.probabilities(Examples.ungrouped(GRU.inputs(), other, examples.labels())))
                .isEqualTo(network.probabilities(examples));
    }

    @Test
    void aShapeThatReadsNothingOrBeyondTheRowIsRefused() {
        GruShape.Slot slot = new GruShape.Slot(List.of(1, 2), 0);
        assertThatThrownBy(() -> new GruShape(3, 4, List.of(), List.of())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new GruShape(3, 4, List.of(3), List.of(slot)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new GruShape(3, 4, List.of(), List.of(slot, new GruShape.Slot(List.of(1), 0))))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new GruShape(2, 4, List.of(), List.of(slot)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static Network start() {
        return Network.initial(GRU, 0.3, Cohorts.streams(1).apply(99));
    }

    /** What the training graph adds for one patient. */
    private static final class PatientGradient implements AutoCloseable {

        private final Network network;
        private final boolean clips;
        private final OrtSession session;

        PatientGradient(Network network, boolean clips) throws OrtException {
            this.network = network;
            this.clips = clips;
            DataflowGraph graph = new DataflowGraph("gradient");
            String theta = graph.input("theta", ElementType.FLOAT, GRU.parameters());
            graph.input("x", ElementType.FLOAT, DataflowGraph.ANY, GRU.inputs());
            graph.input("y", ElementType.FLOAT, DataflowGraph.ANY, 1);
            graph.input("weights", ElementType.FLOAT, DataflowGraph.ANY, 1);
            if (clips) {
                graph.input("clip", ElementType.FLOAT);
            }
            String sum = new ClippedGradient(graph, new StepDesign(GRU, Optimizer.SGD, clips, false, ROWS))
                    .write(theta, "x", "y", "weights", "clip", "chunk");
            graph.output("sum", sum, ElementType.FLOAT, GRU.parameters());
            this.session = OnnxEnvironment.get().createSession(graph.toFile(new TreeMap<>()));
        }

        double[] of(Examples examples, int patient, double clip) throws OrtException {
            Examples one = examples.select(new int[] {patient});
            float[] weights = new float[ROWS];
            for (int row = 0; row < one.rows(); row++) {
                weights[row] = (float) ((one.labels()[row] > 0 ? SCHEDULE.positiveWeight() : 1) / one.rows());
            }
            Map<String, OnnxTensor> inputs = new TreeMap<>();
            inputs.put("theta", tensor(network.parameters(), GRU.parameters()));
            inputs.put("x", tensor(Arrays.copyOf(one.features(), ROWS * GRU.inputs()), ROWS, GRU.inputs()));
            inputs.put("y", tensor(Arrays.copyOf(one.labels(), ROWS), ROWS, 1));
            inputs.put("weights", tensor(weights, ROWS, 1));
            if (clips) {
                inputs.put("clip", tensor(new float[] {(float) clip}));
            }
            return doubles(run(session, inputs));
        }

        @Override
        public void close() throws OrtException {
            session.close();
        }
    }

    private static OnnxTensor tensor(float[] values, long... shape) throws OrtException {
        return OnnxTensor.createTensor(OnnxEnvironment.get(), FloatBuffer.wrap(values), shape);
    }

    private static float[] run(OrtSession session, Map<String, OnnxTensor> inputs) throws OrtException {
        try (OrtSession.Result result = session.run(inputs)) {
            FloatBuffer buffer = ((OnnxTensor) result.get(0)).getFloatBuffer();
            float[] read = new float[buffer.remaining()];
            buffer.get(read);
            return read;
        } finally {
            inputs.values().forEach(OnnxTensor::close);
        }
    }

    private static double[] row(Examples examples, int row) {
        double[] x = new double[examples.columns()];
        for (int i = 0; i < x.length; i++) {
            x[i] = examples.features()[row * examples.columns() + i];
        }
        return x;
    }

    private static double norm(double[] values) {
        return Math.sqrt(Arrays.stream(values).map(value -> value * value).sum());
    }

    private static double[] doubles(float[] values) {
        double[] doubles = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            doubles[i] = values[i];
        }
        return doubles;
    }
}
