package org.firewarden.train.candidate;

import static org.assertj.core.api.Assertions.assertThat;

import org.firewarden.train.candidate.Reproduction.Verdict;
import org.firewarden.train.evaluate.Interval95;
import org.junit.jupiter.api.Test;

class ReproductionTest {

    private static final Interval95 STATED = new Interval95(0.68, 0.665, 0.695);

    @Test
    void bytesSettleItAndElseADifferenceThatChanceExplains() {
        Interval95 near = new Interval95(0.662, 0.647, 0.677);
        Interval95 far = new Interval95(0.655, 0.64, 0.67);

        assertThat(Reproduction.verdict(true, STATED, far)).isEqualTo(Verdict.SAME_BYTES);
        assertThat(Reproduction.verdict(false, STATED, near)).isEqualTo(Verdict.SAME_PERFORMANCE);
        assertThat(Reproduction.verdict(false, STATED, far)).isEqualTo(Verdict.DIFFERENT);
    }

    @Test
    void theSentenceSaysWhyBytesDiffer() {
        Reproduction others = new Reproduction(Verdict.SAME_PERFORMANCE, "0", false, STATED, STATED);
        Reproduction same = new Reproduction(Verdict.SAME_PERFORMANCE, "0", true, STATED, STATED);

        assertThat(others.sentence()).contains("other pseudonyms", "0.6800 (0.6650 to 0.6950)");
        assertThat(same.sentence()).contains("key of noise");
    }
}
