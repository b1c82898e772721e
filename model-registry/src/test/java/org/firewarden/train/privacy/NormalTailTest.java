package org.firewarden.train.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NormalTailTest {

    /** Values of the complementary error function to 16 digits, as tables print them. */
    @ParameterizedTest
    @CsvSource({
        "0.1, 0.8875370839817152",
        "0.5, 0.4795001221869535",
        "1, 0.15729920705028513",
        "3, 2.209049699858544e-05",
        "10, 2.088487583762545e-45",
        "-1, 1.8427007929497148"
    })
    void theTailIsRightToDoublePrecision(double x, double value) {
        assertThat(NormalTail.erfc(x)).isCloseTo(value, withinPercentage(1e-11));
        assertThat(NormalTail.logErfc(x)).isCloseTo(Math.log(value), withinPercentage(1e-11));
    }
}
