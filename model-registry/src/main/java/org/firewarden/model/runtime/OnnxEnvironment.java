package org.firewarden.model.runtime;

import ai.onnxruntime.OrtEnvironment;

/**
 * The one ONNX Runtime environment of the process. Version 1.29.0 matches the command line of the process against a regular
 * expression when its environment is made, by a recursion of some 250 bytes of stack a character: a class path of 4,000
 * characters overruns a Java thread's usual stack of 1 MB and ends the process without a word. So the environment is made
 * by a thread with a stack that fits a command line of 250,000 characters.
 */
public final class OnnxEnvironment {

    private static final long STACK_BYTES = 64L << 20;

    private OnnxEnvironment() {}

    /** The environment, made at the first call. */
    public static OrtEnvironment get() {
        return Holder.ENVIRONMENT;
    }

    private static final class Holder {

        private static final OrtEnvironment ENVIRONMENT = make();

        private static OrtEnvironment make() {
            Thread maker = new Thread(null, OrtEnvironment::getEnvironment, "onnx-environment", STACK_BYTES);
            maker.start();
            try {
                maker.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InferenceException("interrupted while ONNX Runtime was starting", e);
            }
            // The library keeps the environment as a singleton; this finds the one that was made.
            return OrtEnvironment.getEnvironment();
        }
    }
}
