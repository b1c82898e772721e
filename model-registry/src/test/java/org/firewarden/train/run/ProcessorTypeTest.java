package org.firewarden.train.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProcessorTypeTest {

    @Test
    void modelAndTheInstructionsThatDecideMakeTheType() {
        String told = """
                processor\t: 0
                model name\t: Made-up 9000
                flags\t\t: fpu avx avx2 fma avx512fx
                processor\t: 1
                model name\t: Made-up 9000
                """;

        assertThat(ProcessorType.of("amd64", told)).isEqualTo("amd64, Made-up 9000, avx avx2 fma");
        assertThat(ProcessorType.of("aarch64", "Features : fp asimd sve\n")).isEqualTo("aarch64, asimd sve");
        assertThat(ProcessorType.of("amd64", "")).isEqualTo("amd64");
        assertThat(ProcessorType.here()).startsWith(System.getProperty("os.arch"));
    }
}
