package org.firewarden.deid.engine.tagger;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.HashMap;
import java.util.Map;

/**
 * The sentence encoder all-MiniLM-L6-v2, quantised to 8 bits: a row of pieces in, for each a vector of what it means in its
 * place. One passage is run at a time, on one thread and unpadded: the scale of the quantised numbers is taken from the whole
 * input, so that what stood beside it in a batch would change the answer. Safe for many threads.
 */
final class Encoder {

    /** Numbers of one vector. */
    static final int WIDTH = 384;

    /**
     * ONNX Runtime 1.29.0 matches the command line of the process against a regular expression when its environment is made, by a
     * recursion that a long class path drives out of a usual stack; so the environment is made on a thread with a large one.
     */
    private static final long STACK_BYTES = 64L << 20;

    private final OrtEnvironment environment;
    private final OrtSession session;

    /** Loads the model. */
    Encoder(byte[] model) {
        try {
            environment = environment();
            try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
                options.setIntraOpNumThreads(1);
                options.setInterOpNumThreads(1);
                options.setExecutionMode(OrtSession.SessionOptions.ExecutionMode.SEQUENTIAL);
                options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
                session = environment.createSession(model, options);
            }
        } catch (OrtException | LinkageError e) {
            throw new TaggerException("the encoder of the tagger cannot be loaded", e);
        }
    }

    private static OrtEnvironment environment() {
        Thread maker = new Thread(null, OrtEnvironment::getEnvironment, "onnx-environment", STACK_BYTES);
        maker.setUncaughtExceptionHandler((thread, failure) -> {
            // The call below fails with it again, where somebody waits for it.
        });
        maker.start();
        try {
            maker.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TaggerException("interrupted while ONNX Runtime was starting", e);
        }
        return OrtEnvironment.getEnvironment();
    }

    /** For each piece the {@link #WIDTH} numbers of its vector, one after the other. */
    float[] encode(int[] pieces) {
        long[] ids = new long[pieces.length];
        long[] ones = new long[pieces.length];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = pieces[i];
            ones[i] = 1;
        }
        long[] shape = {1, ids.length};
        Map<String, OnnxTensor> inputs = new HashMap<>();
        try (OnnxTensor words = OnnxTensor.createTensor(environment, LongBuffer.wrap(ids), shape);
                OnnxTensor attended = OnnxTensor.createTensor(environment, LongBuffer.wrap(ones), shape);
                OnnxTensor segments =
                        OnnxTensor.createTensor(environment, LongBuffer.wrap(new long[ids.length]), shape)) {
            inputs.put("input_ids", words);
            inputs.put("attention_mask", attended);
            inputs.put("token_type_ids", segments);
            try (OrtSession.Result result = session.run(inputs)) {
                FloatBuffer states = ((OnnxTensor) result.get(0)).getFloatBuffer();
                float[] vectors = new float[ids.length * WIDTH];
                states.get(vectors);
                return vectors;
            }
        } catch (OrtException | RuntimeException e) {
            throw new TaggerException("the encoder of the tagger failed", e);
        }
    }
}
