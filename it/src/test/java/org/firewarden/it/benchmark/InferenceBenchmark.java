package org.firewarden.it.benchmark;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.lang.management.ManagementFactory;
import java.nio.FloatBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.firewarden.crypto.Sha256;
import org.firewarden.model.onnx.DataflowGraph;
import org.firewarden.model.onnx.ElementType;
import org.firewarden.model.runtime.ExecutionProvider;
import org.firewarden.model.runtime.InferenceSession;
import org.firewarden.model.runtime.ModelArtifact;
import org.firewarden.model.runtime.RuntimeSettings;

/**
 * What our runtime adds to a prediction over ONNX Runtime called as its documentation does it (floor: 50 microseconds), and what 64
 * callers of a network with two hidden layers of 1024 get from running together, against the same with one row a run (floors: six
 * times the throughput, half the 99th percentile), with one run at once as with the standard number. The two sides of each comparison take
 * turns, call by call or round by round; medians are printed.
 */
public final class InferenceBenchmark {

    private static final int CALLERS = Integer.getInteger("callers", 64);
    private static final int ROUNDS = Integer.getInteger("rounds", 7);
    private static final Duration ROUND = Duration.ofMillis(Integer.getInteger("round", 2000));
    private static final int INPUTS = 132;
    private static final int CALLS = 5_000;
    private static final long SEED = 7;

    private InferenceBenchmark() {}

    /** Runs both; prints figures of each round and their medians. */
    public static void main(String[] arguments) throws Exception {
        System.out.printf("load of the machine at the start: %.2f%n", load());
        overhead("network 132-64-32-1", network(64, 32));
        overhead("network 132-1024-1024-1", network(1024, 1024));
        together(network(1024, 1024), 1);
        together(network(1024, 1024), RuntimeSettings.standard().concurrentRuns());
        System.out.printf("load of the machine at the end: %.2f%n", load());
    }

    private static void overhead(String name, byte[] artifact) throws OrtException {
        double[] row = row(new Random(SEED));
        double[] raw = new double[CALLS];
        double[] ours = new double[CALLS];
        // Ours first: the environment is one for the process, and it sets how that logs.
        try (InferenceSession own = open(artifact, RuntimeSettings.standard(), row);
                OrtSession.SessionOptions options = oneThread();
                OrtSession session = OrtEnvironment.getEnvironment().createSession(artifact, options)) {
            OrtEnvironment environment = OrtEnvironment.getEnvironment();
            double difference = Math.abs(runRaw(environment, session, row) - own.run(new double[][] {row})[0][0]);
            if (difference > 1e-6) {
                throw new IllegalStateException("the two sides do not compute the same");
            }
            for (int call = -CALLS; call < CALLS; call++) {
                long start = System.nanoTime();
                runRaw(environment, session, row);
                long between = System.nanoTime();
                own.run(new double[][] {row});
                long end = System.nanoTime();
                if (call >= 0) {
                    raw[call] = (between - start) / 1e3;
                    ours[call] = (end - between) / 1e3;
                }
            }
        }
        System.out.printf(
                "%s: raw %.1f us, ours %.1f us a call, added %.1f us (medians of %,d calls; floor 50)%n",
                name, median(raw), median(ours), median(ours) - median(raw), CALLS);
    }

    private static void together(byte[] artifact, int runs) throws Exception {
        RuntimeSettings standard = RuntimeSettings.standard();
        // Nobody is refused on either side, so that both answer every call.
        Duration patience = Duration.ofSeconds(30);
        RuntimeSettings alone = settings(standard, runs, patience, 1);
        RuntimeSettings batched = settings(standard, runs, patience, standard.maximumBatch());
        double[] throughput = new double[ROUNDS];
        double[] tail = new double[ROUNDS];
        double[] processor = new double[ROUNDS];
        double[] row = row(new Random(SEED));
        try (InferenceSession one = open(artifact, alone, row);
                InferenceSession many = open(artifact, batched, row)) {
            round(one);
            round(many);
            for (int i = 0; i < ROUNDS; i++) {
                Figures without = round(one);
                Figures with = round(many);
                throughput[i] = with.perSecond / without.perSecond;
                tail[i] = with.tail / without.tail;
                processor[i] = without.processor / with.processor;
                System.out.printf(
                        "%d callers, %d runs at once, round %d: batch 1 %,.0f/s, p99 %.2f ms, %.0f us of processor a call;"
                                + " together %,.0f/s, p99 %.2f ms, %.0f us%n",
                        CALLERS,
                        runs,
                        i + 1,
                        without.perSecond,
                        without.tail,
                        without.processor,
                        with.perSecond,
                        with.tail,
                        with.processor);
            }
        }
        System.out.printf(
                "%d callers, %d runs at once: throughput x %.2f (floor 6), p99 x %.2f (floor 0.50), calls for the same"
                        + " processor time x %.2f; medians of %d rounds%n",
                CALLERS, runs, median(throughput), median(tail), median(processor), ROUNDS);
    }

    /** Each caller asks again as soon as it is answered. */
    private static Figures round(InferenceSession session) throws InterruptedException {
        long[][] latencies = new long[CALLERS][];
        CountDownLatch ready = new CountDownLatch(1);
        AtomicReference<Throwable> failure = new AtomicReference<>();
        Thread[] callers = new Thread[CALLERS];
        for (int i = 0; i < CALLERS; i++) {
            int caller = i;
            callers[i] = new Thread(() -> {
                try {
                    latencies[caller] = ask(session, ready, new Random(SEED + caller));
                } catch (InterruptedException | RuntimeException e) {
                    failure.set(e);
                }
            });
            callers[i].start();
        }
        long processor = processor();
        long start = System.nanoTime();
        ready.countDown();
        for (Thread caller : callers) {
            caller.join();
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        if (failure.get() != null) {
            throw new IllegalStateException("a call failed", failure.get());
        }
        long[] all =
                Arrays.stream(latencies).flatMapToLong(Arrays::stream).sorted().toArray();
        return new Figures(
                all.length / seconds,
                all[(int) (all.length * 0.99)] / 1e6,
                (processor() - processor) / 1e3 / all.length);
    }

    private static long[] ask(InferenceSession session, CountDownLatch ready, Random random)
            throws InterruptedException {
        double[][] rows = {row(random)};
        long[] latencies = new long[1024];
        int calls = 0;
        ready.await();
        long end = System.nanoTime() + ROUND.toNanos();
        for (long now = System.nanoTime(); now < end; ) {
            session.run(rows);
            long after = System.nanoTime();
            if (calls == latencies.length) {
                latencies = Arrays.copyOf(latencies, 2 * calls);
            }
            latencies[calls++] = after - now;
            now = after;
        }
        return Arrays.copyOf(latencies, calls);
    }

    private static double runRaw(OrtEnvironment environment, OrtSession session, double[] row) throws OrtException {
        float[] floats = new float[row.length];
        for (int i = 0; i < row.length; i++) {
            floats[i] = (float) row[i];
        }
        try (OnnxTensor input =
                        OnnxTensor.createTensor(environment, FloatBuffer.wrap(floats), new long[] {1, row.length});
                OrtSession.Result result = session.run(Map.of("x", input))) {
            return ((OnnxTensor) result.get(0)).getFloatBuffer().get();
        }
    }

    private static InferenceSession open(byte[] artifact, RuntimeSettings settings, double[] example) {
        return InferenceSession.open(ModelArtifact.verified(artifact, Sha256.hex(artifact)), settings, example);
    }

    private static RuntimeSettings settings(RuntimeSettings standard, int runs, Duration patience, int maximumBatch) {
        return new RuntimeSettings(
                runs, patience, maximumBatch, standard.maximumQueue(), standard.runLimit(), ExecutionProvider.CPU);
    }

    private static OrtSession.SessionOptions oneThread() throws OrtException {
        OrtSession.SessionOptions options = new OrtSession.SessionOptions();
        options.setIntraOpNumThreads(1);
        options.setInterOpNumThreads(1);
        return options;
    }

    /** A network of random weights with two hidden layers, in float32. */
    private static byte[] network(int first, int second) {
        Random random = new Random(SEED);
        DataflowGraph graph = new DataflowGraph("network");
        String value = graph.input("x", ElementType.FLOAT, DataflowGraph.ANY, INPUTS);
        value = graph.node("Relu", layer(graph, value, INPUTS, first, random));
        value = graph.node("Relu", layer(graph, value, first, second, random));
        value = graph.node("Sigmoid", layer(graph, value, second, 1, random));
        graph.output("y", value, ElementType.FLOAT, DataflowGraph.ANY, 1);
        return graph.toFile(new TreeMap<>());
    }

    private static String layer(DataflowGraph graph, String value, int inputs, int outputs, Random random) {
        float[] weights = new float[inputs * outputs];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = (float) (random.nextGaussian() / Math.sqrt(inputs));
        }
        return graph.node(
                "Gemm", value, graph.tensor(weights, inputs, outputs), graph.tensor(new float[outputs], outputs));
    }

    private static double[] row(Random random) {
        return random.doubles(INPUTS, -1, 1).toArray();
    }

    private static double median(double[] figures) {
        double[] sorted = figures.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    private static double load() {
        return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    }

    /** What the process took of the processors, in nanoseconds: a measure that others on the machine hardly move. */
    private static long processor() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }

    /**
     * One round.
     *
     * @param perSecond calls that were answered
     * @param tail the 99th percentile of their latency in milliseconds
     * @param processor microseconds of processor time for each
     */
    private record Figures(double perSecond, double tail, double processor) {}
}
