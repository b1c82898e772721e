package org.firewarden.train.run;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The type of the processor, as far as it decides how float32 sums are rounded: ONNX Runtime picks its kernels by the instructions that
 * the processor has.
 */
public final class ProcessorType {

    private static final Path LINUX = Path.of("/proc/cpuinfo");
    private static final List<String> DECIDING =
            List.of("avx", "avx2", "fma", "avx512f", "avx512_vnni", "avx512_bf16", "amx_tile", "asimd", "sve", "bf16");

    private ProcessorType() {}

    /** Of this machine: architecture, and where the system tells them, the model and the instructions that matter. */
    public static String here() {
        String architecture = System.getProperty("os.arch", "unknown");
        try {
            return Files.isReadable(LINUX)
                    ? of(architecture, Files.readString(LINUX, StandardCharsets.UTF_8))
                    : architecture;
        } catch (IOException e) {
            // A system that does not tell is known by its architecture alone.
            return architecture;
        }
    }

    static String of(String architecture, String cpuinfo) {
        String model = value(cpuinfo, "model name");
        List<String> has = Arrays.asList((value(cpuinfo, "flags") + " " + value(cpuinfo, "Features")).split("\\s+"));
        String instructions = DECIDING.stream().filter(has::contains).collect(Collectors.joining(" "));
        return List.of(architecture, model, instructions).stream()
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining(", "));
    }

    private static String value(String cpuinfo, String key) {
        return cpuinfo.lines()
                .filter(line -> line.startsWith(key))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElse("");
    }
}
