package org.firewarden.it.benchmark;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.firewarden.crypto.HybridSigningKey;
import org.firewarden.crypto.Sha256;
import org.firewarden.model.admission.AdmissionSettings;
import org.firewarden.model.admission.RegistrySigner;
import org.firewarden.model.admission.TrustedKeys;
import org.firewarden.model.feature.FeatureValue;
import org.firewarden.model.feature.UnitConversion;
import org.firewarden.model.manifest.ManifestJson;
import org.firewarden.model.manifest.ModelManifest;
import org.firewarden.model.onnx.DataflowGraph;
import org.firewarden.model.onnx.ElementType;
import org.firewarden.model.registry.ModelContent;
import org.firewarden.model.registry.ModelStore;
import org.firewarden.model.registry.ModelVersion;
import org.firewarden.model.registry.SignedManifest;
import org.firewarden.model.registry.Stage;
import org.firewarden.model.registry.StageEntry;
import org.firewarden.model.risk.Contributions;
import org.firewarden.model.risk.RegisteredRiskModels;
import org.firewarden.model.risk.RiskAnswer;
import org.firewarden.model.risk.RiskModel;
import org.firewarden.model.runtime.RuntimeSettings;
import org.firewarden.model.runtime.SessionPool;
import org.firewarden.model.yaml.ShippedFile;

/**
 * How long the contributions of each feature to one prediction take (floor: 20 ms with 50 features), as a hook computes them: through
 * the registry, by Shapley values from as many sampled orders as trained models have. Networks of three sizes with 50 features, and the
 * gradient-boosted trees that ship, with theirs.
 */
public final class ExplanationBenchmark {

    private static final int FEATURES = Integer.getInteger("features", 50);
    private static final int CALLS = Integer.getInteger("calls", 300);
    private static final String TEMPLATE = "readmission-diabetes-30d-mlp";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long SEED = 7;

    private ExplanationBenchmark() {}

    /** Prints a line for each model. */
    public static void main(String[] arguments) throws IOException {
        System.out.printf("load of the machine at the start: %.2f%n", load());
        measure("network " + FEATURES + "-32-1", network(32));
        measure("network " + FEATURES + "-64-32-1", network(64, 32));
        measure("network " + FEATURES + "-256-128-1", network(256, 128));
        measure("trees that ship", Version.shipped("readmission-diabetes-30d-gbt"));
        System.out.printf("load of the machine at the end: %.2f%n", load());
    }

    private static void measure(String name, Version version) {
        HybridSigningKey key = HybridSigningKey.generate(new SecureRandom());
        try (SessionPool sessions = new SessionPool(RuntimeSettings.standard())) {
            RegisteredRiskModels models = new RegisteredRiskModels(
                    new OneModel(version, key),
                    sessions,
                    new TrustedKeys(RegistrySigner.of(key), AdmissionSettings.standard(List.of())),
                    new UnitConversion(),
                    Clock.systemUTC(),
                    Runnable::run);
            models.start();
            RiskModel model = models.inProduction(version.manifest().model()).orElseThrow();
            RiskAnswer.Assessed answer = answer(version.manifest());
            String outcome = version.manifest().outputs().get(0).code();
            double[] millis = new double[CALLS];
            ThreadMXBean threads = ManagementFactory.getThreadMXBean();
            double processor = 0;
            int features = 0;
            for (int call = -CALLS / 3; call < CALLS; call++) {
                long before = threads.getCurrentThreadCpuTime();
                long start = System.nanoTime();
                Contributions contributions = model.explain(answer, outcome).orElseThrow();
                if (call >= 0) {
                    millis[call] = (System.nanoTime() - start) / 1e6;
                    processor += (threads.getCurrentThreadCpuTime() - before) / 1e6 / CALLS;
                }
                features = contributions.each().size();
            }
            Arrays.sort(millis);
            System.out.printf(
                    "%s: %d features, %d samples: p50 %.1f ms, p90 %.1f ms, p99 %.1f ms (floor 20); processor %.1f ms%n",
                    name,
                    features,
                    version.manifest().explanation().samples(),
                    millis[CALLS / 2],
                    millis[CALLS * 9 / 10],
                    millis[CALLS * 99 / 100],
                    processor);
        }
    }

    private static RiskAnswer.Assessed answer(ModelManifest manifest) {
        List<Double> row = manifest.golden().rows().get(0).inputs();
        List<RiskAnswer.Input> inputs = new ArrayList<>();
        for (String name : manifest.inputs()) {
            inputs.add(new RiskAnswer.Input(
                    name, name, new FeatureValue.Present(row.get(inputs.size()), "1", null, null)));
        }
        return new RiskAnswer.Assessed(List.of(), inputs);
    }

    /** A network of random weights, with a manifest like that of the one that ships but for its features. */
    private static Version network(int... hidden) throws IOException {
        Random random = new Random(SEED);
        DataflowGraph graph = new DataflowGraph("network");
        String value = graph.input("x", ElementType.FLOAT, DataflowGraph.ANY, FEATURES);
        int width = FEATURES;
        for (int units : hidden) {
            value = graph.node("Relu", layer(graph, value, width, units, random));
            width = units;
        }
        value = graph.node("Sigmoid", layer(graph, value, width, 1, random));
        graph.output("y", value, ElementType.FLOAT, DataflowGraph.ANY, 1);
        byte[] artifact = graph.toFile(new TreeMap<>());
        return new Version(manifest(artifact, random), artifact);
    }

    private static byte[] manifest(byte[] artifact, Random random) throws IOException {
        ObjectNode manifest =
                (ObjectNode) JSON.readTree(ShippedFile.bytes("models/" + TEMPLATE + "-1.0.0.manifest.json"));
        ((ObjectNode) manifest.path("artifact"))
                .put("sha256", Sha256.hex(artifact))
                .put("bytes", artifact.length);
        StringBuilder spec = new StringBuilder("id: benchmark\nversion: 1.0.0\nfeatures:\n");
        ArrayNode inputs = manifest.putArray("inputs");
        ArrayNode baseline = ((ObjectNode) manifest.path("explanation")).putArray("baseline");
        ArrayNode golden = JSON.createArrayNode();
        for (int i = 0; i < FEATURES; i++) {
            spec.append("  - {name: f%d, title: Feature %d, source: Patient, element: age-decade, missing: required}%n"
                    .formatted(i, i));
            inputs.add("f" + i);
            baseline.add(0.0);
            golden.add(random.nextDouble() * 2 - 1);
        }
        ((ObjectNode) manifest.path("features")).put("spec", spec.toString());
        ((ObjectNode) manifest.path("features")).putObject("codeLists");
        ((ObjectNode) manifest.path("applicability")).putArray("ranges");
        ArrayNode rows = ((ObjectNode) manifest.path("golden")).putArray("rows");
        rows.addObject().<ObjectNode>set("inputs", golden).putArray("outputs").add(0.5);
        manifest.putObject("reference");
        return JSON.writeValueAsBytes(manifest);
    }

    private static String layer(DataflowGraph graph, String value, int inputs, int outputs, Random random) {
        float[] weights = new float[inputs * outputs];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = (float) (random.nextGaussian() / Math.sqrt(inputs));
        }
        return graph.node(
                "Gemm", value, graph.tensor(weights, inputs, outputs), graph.tensor(new float[outputs], outputs));
    }

    private static double load() {
        return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    }

    /** A manifest and its artifact. */
    @SuppressWarnings("ArrayRecordComponent")
    private record Version(byte[] bytes, byte[] artifact) {

        static Version shipped(String model) {
            return new Version(
                    ShippedFile.bytes("models/" + model + "-1.0.0.manifest.json"),
                    ShippedFile.bytes("models/" + model + "-1.0.0.onnx"));
        }

        ModelManifest manifest() {
            return ManifestJson.read(bytes);
        }
    }

    /** A registry with one version, in production. */
    private static final class OneModel implements ModelStore {

        private final ModelVersion version;
        private final ModelContent content;

        OneModel(Version made, HybridSigningKey key) {
            ModelManifest manifest = made.manifest();
            this.version = new ModelVersion(
                    manifest.model(),
                    manifest.version(),
                    manifest.artifact().sha256(),
                    Stage.PRODUCTION,
                    manifest.card());
            this.content = new ModelContent(
                    made.bytes,
                    made.artifact,
                    key.publicKey().id(),
                    key.publicKey().toString(),
                    key.sign(ModelManifest.SIGNED_AS, made.bytes).toString(),
                    "benchmark");
        }

        @Override
        public ModelVersion register(ModelVersion other, ModelContent of) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Optional<ModelVersion> find(String modelId, String number) {
            return Optional.of(version);
        }

        @Override
        public Optional<SignedManifest> manifest(String modelId, String number) {
            return Optional.of(content.signedManifest());
        }

        @Override
        public Optional<ModelContent> content(String modelId, String number) {
            return Optional.of(content);
        }

        @Override
        public List<ModelVersion> versions(String modelId) {
            return List.of(version);
        }

        @Override
        public List<StageEntry> stages() {
            return List.of(new StageEntry(
                    version.modelId(), version.version(), version.sha256(), Stage.PRODUCTION, 0, Set.of()));
        }

        @Override
        public boolean move(
                String modelId, String number, Stage from, Stage to, int canaryPercent, Set<String> canaryUnits) {
            return false;
        }
    }
}
