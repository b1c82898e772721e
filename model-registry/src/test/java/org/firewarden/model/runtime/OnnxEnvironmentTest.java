package org.firewarden.model.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class OnnxEnvironmentTest {

    /** Runs in a process of its own, since the fault that it looks for ends the process. */
    @Test
    void aLongCommandLineDoesNotEndTheProcess() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Start.class.getName(),
                        "x".repeat(30_000))
                .redirectErrorStream(true)
                .redirectOutput(new File("target/onnx-environment-test.log"))
                .start();

        assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
    }

    /** What the process does. */
    static final class Start {

        private Start() {}

        public static void main(String[] arguments) {
            OnnxEnvironment.get();
        }
    }
}
