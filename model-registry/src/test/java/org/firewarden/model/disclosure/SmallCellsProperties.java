package org.firewarden.model.disclosure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The one rule that reports of use and of training share. */
class SmallCellsProperties {

    @Property
    void neitherWhatIsToldNorTheRestOfTheTotalIsSmall(@ForAll("groups") List<long[]> groups) {
        boolean[] withheld = SmallCells.withheld(groups, new boolean[groups.size()]);

        int[] left = IntStream.range(0, withheld.length)
                .filter(group -> withheld[group])
                .toArray();
        IntStream.range(0, withheld.length)
                .filter(group -> !withheld[group])
                .forEach(group -> assertThat(
                                Arrays.stream(groups.get(group)).min().orElse(0))
                        .isGreaterThanOrEqualTo(11));
        if (left.length > 0 && left.length < groups.size()) {
            assertThat(left.length).isGreaterThan(1);
            for (int cell = 0; cell < 2; cell++) {
                int index = cell;
                assertThat(IntStream.of(left)
                                .mapToLong(group -> groups.get(group)[index])
                                .sum())
                        .isGreaterThanOrEqualTo(11);
            }
        }
    }

    @Property
    void whatIsWithheldStaysSo(@ForAll("groups") List<long[]> groups) {
        boolean[] once = SmallCells.withheld(groups, new boolean[groups.size()]);
        assertThat(SmallCells.withheld(groups, once)).isEqualTo(once);
    }

    @Property
    void aCountIsToldExactlyIfItAndWhatIsLeftAreNoneOrEnough(
            @ForAll("counts") long count, @ForAll("counts") long rest) {
        boolean isOne = count > 0 && count < 11 && rest > 0;
        boolean isOther = rest > 0 && rest < 11 && count > 0;
        assertThat(SmallCells.isTold(count, count + rest)).isEqualTo(!isOne && !isOther);
        assertThat(SmallCells.isTotalTold(count, count + rest))
                .isEqualTo((count == 0 || count >= 11) && (rest == 0 || rest >= 11));
    }

    @Example
    void nothingIsWithheldWithoutNeed() {
        assertThat(SmallCells.withheld(List.of(new long[] {20, 20}, new long[] {11, 19}), new boolean[2]))
                .containsOnly(false);
        assertThat(SmallCells.withheld(
                        List.of(new long[] {6, 40}, new long[] {5, 60}, new long[] {30, 90}), new boolean[3]))
                .containsExactly(true, true, false);
    }

    @Provide
    Arbitrary<Long> counts() {
        return Arbitraries.longs().between(0, 60);
    }

    @Provide
    Arbitrary<List<long[]>> groups() {
        return Arbitraries.longs()
                .between(0, 60)
                .array(long[].class)
                .ofSize(2)
                .list()
                .ofMaxSize(6);
    }
}
