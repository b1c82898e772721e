package org.firewarden.model.runtime;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtProvider;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A session of ONNX Runtime with one input {@code [N, columns]} and one output {@code [N, outputs]}, both float64 or both float32.
 * Threads may share it.
 */
final class NativeSession implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(NativeSession.class);

    private final OrtSession session;
    private final ProviderChoice provider;
    private final String inputName;
    private final boolean isDouble;
    private final int columns;
    private final int outputs;

    private NativeSession(OrtSession session, ProviderChoice provider) throws OrtException {
        this.session = session;
        this.provider = provider;
        this.inputName = session.getInputNames().iterator().next();
        TensorInfo input = matrix(session.getInputInfo());
        TensorInfo output = matrix(session.getOutputInfo());
        if (input.type != output.type) {
            throw new InferenceException("input and output of the artifact have different element types", null);
        }
        this.isDouble = input.type == OnnxJavaType.DOUBLE;
        this.columns = (int) input.getShape()[1];
        this.outputs = (int) output.getShape()[1];
    }

    /**
     * Loads an artifact; if the wanted hardware is not to be had, on the processor.
     *
     * @throws InferenceException if it cannot be loaded or does not have the shapes above
     */
    static NativeSession open(ModelArtifact artifact, ExecutionProvider wanted) {
        String reason = "";
        for (ExecutionProvider candidate : candidates(wanted)) {
            try {
                OrtSession opened = load(artifact, candidate);
                try {
                    return new NativeSession(opened, new ProviderChoice(wanted, candidate, reason));
                } catch (OrtException | RuntimeException e) {
                    opened.close();
                    throw e;
                }
            } catch (OrtException e) {
                if (candidate == ExecutionProvider.CPU) {
                    throw new InferenceException("the artifact cannot be loaded", e);
                }
                // Java gets no silent fall-back from the library: the next provider is tried, and the record says so.
                reason = candidate.code() + " is not to be had: " + e.getCode();
                LOG.warn("A model does not run on {}: {}", candidate.code(), e.getCode());
            }
        }
        throw new IllegalStateException("the processor was not tried");
    }

    ProviderChoice provider() {
        return provider;
    }

    int columns() {
        return columns;
    }

    int outputs() {
        return outputs;
    }

    /** Runs rows of {@link #columns} numbers each. */
    double[][] compute(List<double[]> rows, OrtSession.RunOptions options) throws OrtException {
        long[] shape = {rows.size(), columns};
        try (OnnxTensor input = isDouble ? doubles(rows, shape) : floats(rows, shape);
                OrtSession.Result result = session.run(Map.of(inputName, input), options)) {
            OnnxTensor answer = (OnnxTensor) result.get(0);
            double[][] numbers = new double[rows.size()][outputs];
            if (isDouble) {
                DoubleBuffer buffer = answer.getDoubleBuffer();
                for (double[] row : numbers) {
                    buffer.get(row);
                }
            } else {
                FloatBuffer buffer = answer.getFloatBuffer();
                for (double[] row : numbers) {
                    for (int i = 0; i < outputs; i++) {
                        row[i] = buffer.get();
                    }
                }
            }
            return numbers;
        }
    }

    @Override
    public void close() {
        try {
            session.close();
        } catch (OrtException e) {
            throw new InferenceException("the session cannot be closed", e);
        }
    }

    private OnnxTensor doubles(List<double[]> rows, long[] shape) throws OrtException {
        DoubleBuffer buffer = DoubleBuffer.allocate(rows.size() * columns);
        rows.forEach(buffer::put);
        return OnnxTensor.createTensor(OnnxEnvironment.get(), buffer.flip(), shape);
    }

    private OnnxTensor floats(List<double[]> rows, long[] shape) throws OrtException {
        FloatBuffer buffer = FloatBuffer.allocate(rows.size() * columns);
        for (double[] row : rows) {
            for (double number : row) {
                buffer.put((float) number);
            }
        }
        return OnnxTensor.createTensor(OnnxEnvironment.get(), buffer.flip(), shape);
    }

    private static List<ExecutionProvider> candidates(ExecutionProvider wanted) {
        return switch (wanted) {
            case CPU -> List.of(ExecutionProvider.CPU);
            case CUDA -> List.of(ExecutionProvider.CUDA, ExecutionProvider.CPU);
            case TENSORRT -> List.of(ExecutionProvider.TENSORRT, ExecutionProvider.CUDA, ExecutionProvider.CPU);
            case AUTO ->
                // That the library knows CUDA does not say that there is a device; that it does not know it does.
                OrtEnvironment.getAvailableProviders().contains(OrtProvider.CUDA)
                        ? List.of(ExecutionProvider.CUDA, ExecutionProvider.CPU)
                        : List.of(ExecutionProvider.CPU);
        };
    }

    private static OrtSession load(ModelArtifact artifact, ExecutionProvider provider) throws OrtException {
        OrtEnvironment environment = OnnxEnvironment.get();
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(1);
            options.setInterOpNumThreads(1);
            options.setExecutionMode(OrtSession.SessionOptions.ExecutionMode.SEQUENTIAL);
            if (provider == ExecutionProvider.CUDA) {
                options.addCUDA(0);
            } else if (provider == ExecutionProvider.TENSORRT) {
                options.addTensorrt(0);
            }
            return environment.createSession(artifact.content(), options);
        }
    }

    private static TensorInfo matrix(Map<String, NodeInfo> nodes) {
        if (nodes.size() == 1
                && nodes.values().iterator().next().getInfo() instanceof TensorInfo tensor
                && (tensor.type == OnnxJavaType.DOUBLE || tensor.type == OnnxJavaType.FLOAT)
                && tensor.getShape().length == 2
                && tensor.getShape()[1] > 0) {
            return tensor;
        }
        throw new InferenceException(
                "the artifact must have one input and one output, float64 or float32, of shape [N, columns]", null);
    }
}
