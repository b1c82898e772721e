package org.firewarden.model.runtime;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The hardware on which ONNX Runtime runs a model. */
public enum ExecutionProvider {
    /** A graphics processor if the library was built for one and finds it, else the processor. */
    AUTO,
    /** The processor. */
    CPU,
    /** NVIDIA CUDA 12; needs the build profile {@code gpu}. */
    CUDA,
    /** NVIDIA TensorRT; needs the build profile {@code gpu}. */
    TENSORRT;

    /** The provider of that name in lower case. */
    public static Optional<ExecutionProvider> ofCode(String code) {
        return Arrays.stream(values())
                .filter(provider -> provider.code().equals(code))
                .findFirst();
    }

    /** The name in lower case. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
