package org.firewarden.model.operation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.firewarden.model.monitoring.UseReport.Performance;

class SmallCellsProperties {

    @Property
    void neitherWhatIsToldNorTheRestOfTheTotalIsSmall(@ForAll("subgroups") List<Performance> subgroups) {
        Set<Performance> withheld = SmallCells.withheld(subgroups);
        List<Performance> told =
                subgroups.stream().filter(each -> !withheld.contains(each)).toList();

        assertThat(told).allMatch(SmallCells::isTellable);
        if (!told.isEmpty() && !withheld.isEmpty()) {
            assertThat(withheld).hasSizeGreaterThan(1);
            long patients = withheld.stream().mapToLong(Performance::n).sum();
            long events = withheld.stream().mapToLong(Performance::events).sum();
            assertThat(List.of(patients, events, patients - events)).allMatch(count -> count == 0 || count >= 11);
        }
    }

    @Example
    void nothingIsWithheldWithoutNeed() {
        assertThat(SmallCells.withheld(List.of(of("sex=female", 40, 20), of("sex=male", 30, 11))))
                .isEmpty();
        assertThat(SmallCells.withheld(
                        List.of(of("age=old", 10, 0), of("age=young", 12, 0), of("age=between", 40, 20))))
                .containsExactlyInAnyOrder(of("age=old", 10, 0), of("age=young", 12, 0));
    }

    @Provide
    Arbitrary<List<Performance>> subgroups() {
        Arbitrary<long[]> counts = Combinators.combine(
                        Arbitraries.longs().between(0, 60), Arbitraries.longs().between(0, 60))
                .as((events, others) -> new long[] {events + others, events});
        return counts.list().ofMaxSize(6).map(list -> {
            List<Performance> subgroups = new ArrayList<>();
            list.forEach(each -> subgroups.add(of("group=" + subgroups.size(), each[0], each[1])));
            return subgroups;
        });
    }

    private static Performance of(String subgroup, long n, long events) {
        return new Performance("cvd", subgroup, n, events, null, null, null, 0);
    }
}
