package org.firewarden.train.graph;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.math.BigDecimal;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.firewarden.model.onnx.DataflowGraph;
import org.firewarden.model.onnx.ElementType;
import org.firewarden.model.runtime.OnnxEnvironment;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sums of clipped gradients that are made to be rounded badly, against exact decimal sums. */
class SumRoundingTest {

    private static final int PATIENTS = 1280;

    /** Half of the patients pull one way with all that clipping leaves them, then small ones follow, then the other half pulls back. */
    @ParameterizedTest
    @CsvSource({"false, 1", "false, 3", "true, 1", "true, 2"})
    void noSumIsFurtherOffThanTheBoundWhoeverIsInIt(boolean isRecurrent, int rows) throws OrtException {
        Architecture shape = isRecurrent ? Cohorts.gru(4) : new NetworkShape(12, List.of(6));
        Examples examples = pulling(shape, rows);
        StepDesign design = new StepDesign(shape, Optimizer.SGD, true, true, rows);
        SumRounding bound = SumRounding.of(design, 1, PATIENTS);
        try (Sums sums = new Sums(design, bound.chunk())) {
            BigDecimal[] exact = new BigDecimal[shape.parameters()];
            Arrays.fill(exact, BigDecimal.ZERO);
            double[] one = new double[0];
            for (int patient = 0; patient < PATIENTS; patient++) {
                one = sums.of(examples, patient, patient + 1, 0, 1);
                assertThat(norm(one)).isLessThanOrEqualTo(bound.longest());
                for (int i = 0; i < exact.length; i++) {
                    exact[i] = exact[i].add(new BigDecimal(one[i]));
                }
            }
            double[] all = sums.of(examples, 0, PATIENTS, 0, PATIENTS);
            double[] off = new double[exact.length];
            for (int i = 0; i < off.length; i++) {
                off[i] = new BigDecimal(all[i]).subtract(exact[i]).doubleValue();
            }
            assertThat(norm(off)).isPositive().isLessThanOrEqualTo(bound.error());

            double[] without = sums.of(examples, 0, PATIENTS - 1, 0, PATIENTS);
            for (int i = 0; i < off.length; i++) {
                off[i] = all[i] - without[i];
            }
            assertThat(norm(off)).isBetween(norm(one) / 2, bound.longest() + 2 * bound.error());
        }
    }

    /** What {@link SumRounding} takes for granted. */
    @ParameterizedTest
    @CsvSource({"false, 1", "false, 3", "true, 1", "true, 2"})
    void aPatientIsTheSameBitsWhereverItLies(boolean isRecurrent, int rows) throws OrtException {
        Architecture shape = isRecurrent ? Cohorts.gru(16) : new NetworkShape(29, List.of(33, 17));
        Examples examples = pulling(shape, rows);
        StepDesign design = new StepDesign(shape, Optimizer.SGD, true, true, rows);
        try (Sums sums = new Sums(design, 32)) {
            for (int patient = 0; patient < 40; patient++) {
                double[] first = sums.of(examples, patient, patient + 1, 0, 1);
                for (int at : new int[] {1, 7, 31, 63, 64, 190}) {
                    assertThat(sums.of(examples, patient, patient + 1, at, at + 1))
                            .isEqualTo(first);
                }
                assertThat(sums.of(examples, patient, patient + 1, 17, 640)).isEqualTo(first);
            }
        }
    }

    private static Examples pulling(Architecture shape, int rows) {
        Random random = new Random(3);
        boolean isRecurrent = shape instanceof GruShape;
        Examples made =
                isRecurrent ? Cohorts.events(PATIENTS, rows, 5) : Cohorts.make(PATIENTS, shape.inputs(), rows, 5);
        float[] features = made.features().clone();
        float[] labels = made.labels().clone();
        for (int patient = 0; patient < PATIENTS; patient++) {
            for (int row = made.start(patient); row < made.end(patient); row++) {
                int kind = patient < 400 ? 1 : patient < 880 ? 2 : 0;
                labels[row] = kind == 2 ? random.nextInt(2) : kind;
                for (int i = isRecurrent ? 2 : 0; i < shape.inputs() && !isRecurrent; i++) {
                    int at = row * shape.inputs() + i;
                    features[at] = kind == 2
                            ? features[at] * 1e-3f
                            : (row % 3 == 2 ? -900f : 1000f) * (1 + i) / 3 + random.nextFloat();
                }
            }
        }
        int[] starts = new int[PATIENTS + 1];
        for (int i = 0; i < PATIENTS; i++) {
            starts[i + 1] = made.end(i);
        }
        return new Examples(shape.inputs(), features, labels, starts);
    }

    private static double norm(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value * value;
        }
        return Math.sqrt(sum);
    }

    /** The summed gradient of some patients, who lie from some place on among empty rows. */
    private static final class Sums implements AutoCloseable {

        private final StepDesign design;
        private final int chunk;
        private final Network network;
        private final OrtSession session;

        Sums(StepDesign design, int chunk) throws OrtException {
            this.design = design;
            this.chunk = chunk;
            this.network =
                    Network.initial(design.shape(), 0.3, Cohorts.streams(1).apply(99));
            DataflowGraph graph = new DataflowGraph("gradient");
            String theta =
                    graph.input("theta", ElementType.FLOAT, design.shape().parameters());
            graph.input(
                    "x", ElementType.FLOAT, DataflowGraph.ANY, design.shape().inputs());
            graph.input("y", ElementType.FLOAT, DataflowGraph.ANY, 1);
            graph.input("weights", ElementType.FLOAT, DataflowGraph.ANY, 1);
            graph.input("clip", ElementType.FLOAT);
            graph.input("chunk", ElementType.INT64, 1);
            String sum = new ClippedGradient(graph, design).write(theta, "x", "y", "weights", "clip", "chunk");
            graph.output("sum", sum, ElementType.DOUBLE, design.shape().parameters());
            try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
                options.setIntraOpNumThreads(1);
                options.setInterOpNumThreads(1);
                options.addConfigEntry("session.set_denormal_as_zero", "1");
                this.session = OnnxEnvironment.get().createSession(graph.toFile(new TreeMap<>()), options);
            }
        }

        double[] of(Examples examples, int from, int to, int at, int places) throws OrtException {
            int inputs = design.shape().inputs();
            int group = design.rowsPerPatient();
            int room = (Math.max(places, at + to - from) + SumRounding.ROWS - 1) / SumRounding.ROWS * SumRounding.ROWS;
            float[] x = new float[room * group * inputs];
            float[] y = new float[room * group];
            float[] weights = new float[room * group];
            for (int patient = from; patient < to; patient++) {
                int start = examples.start(patient);
                int count = examples.end(patient) - start;
                int place = (at + patient - from) * group;
                System.arraycopy(examples.features(), start * inputs, x, place * inputs, count * inputs);
                System.arraycopy(examples.labels(), start, y, place, count);
                Arrays.fill(weights, place, place + count, 1f / count);
            }
            int rows = room * group;
            Map<String, OnnxTensor> given = new TreeMap<>();
            given.put("theta", floats(network.parameters(), network.parameters().length));
            given.put("x", floats(x, rows, inputs));
            given.put("y", floats(y, rows, 1));
            given.put("weights", floats(weights, rows, 1));
            given.put("clip", floats(new float[] {1}));
            given.put(
                    "chunk",
                    OnnxTensor.createTensor(
                            OnnxEnvironment.get(), LongBuffer.wrap(new long[] {chunk}), new long[] {1}));
            try (OrtSession.Result result = session.run(given)) {
                DoubleBuffer buffer = ((OnnxTensor) result.get(0)).getDoubleBuffer();
                double[] read = new double[buffer.remaining()];
                buffer.get(read);
                return read;
            } finally {
                given.values().forEach(OnnxTensor::close);
            }
        }

        private static OnnxTensor floats(float[] values, long... shape) throws OrtException {
            return OnnxTensor.createTensor(OnnxEnvironment.get(), FloatBuffer.wrap(values), shape);
        }

        @Override
        public void close() throws OrtException {
            session.close();
        }
    }
}
