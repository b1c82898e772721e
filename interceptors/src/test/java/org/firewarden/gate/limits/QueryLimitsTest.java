package org.firewarden.gate.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.firewarden.problem.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.util.unit.DataSize;

class QueryLimitsTest {

    private static final RequestLimits LIMITS = RequestLimits.standard();

    private static List<String> codes(Map<String, String[]> parameters) {
        return QueryLimits.problems(parameters, LIMITS).stream()
                .map(Problem::code)
                .toList();
    }

    private static List<String> codes(String name, String... values) {
        return codes(Map.of(name, values));
    }

    private static String[] times(int count, String value) {
        return IntStream.range(0, count).mapToObj(i -> value).toArray(String[]::new);
    }

    @Test
    void whatLiesAtTheBoundPasses() {
        assertThat(codes("name", times(LIMITS.parameters(), "x"))).isEmpty();
        assertThat(codes("_id", "x,".repeat(LIMITS.alternatives() - 1) + "x")).isEmpty();
        assertThat(codes("_id", "x\\,".repeat(LIMITS.alternatives() * 2))).isEmpty();
        assertThat(codes("_include", times(LIMITS.includes(), "x"))).isEmpty();
        assertThat(codes("_include:iterate", times(LIMITS.iterations(), "x"))).isEmpty();
        assertThat(codes("_count", "0")).isEmpty();
        assertThat(codes("_count", "2147483647")).isEmpty();
        assertThat(codes("value-quantity", "gt1.5e100|http://unitsofmeasure.org|kg"))
                .isEmpty();
        assertThat(codes("identifier", "12345678901234567890123456789012345678901234567890"))
                .isEmpty();
    }

    @Test
    void whatLiesBeyondIsRefusedWithEachProblem() {
        assertThat(codes(Map.of(
                        "name", times(LIMITS.parameters(), "x"),
                        "_id", new String[] {",".repeat(LIMITS.alternatives())},
                        "_include", times(LIMITS.includes() - LIMITS.iterations(), "x"),
                        "_revinclude:iterate", times(LIMITS.iterations() + 1, "x"),
                        "_count", new String[] {"2147483648"})))
                .containsExactlyInAnyOrder(
                        "too-many-parameters",
                        "too-many-alternatives",
                        "too-many-includes",
                        "too-many-iterations",
                        "number-out-of-range");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "+1", "x", "1.0", "1e3", "2147483648", "99999999999999999999", "\u0661", " 1"})
    void whatIsNoNumberIsRefused(String count) {
        assertThat(codes("_count", count)).containsExactly("number-out-of-range");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gt1e400", "1E-999999999", "le-2.5e+200|s|c", "1e0000"})
    void aNumberThatNoDatabaseTakesIsRefused(String number) {
        assertThat(codes("value-quantity", number)).containsExactly("number-out-of-range");
        assertThat(codes("value-quantity", "9".repeat(201))).containsExactly("number-out-of-range");
    }

    @Test
    void theCharacterOfCodeZeroIsRefused() {
        assertThat(codes("name", "a\0b")).containsExactly("nul-character");
        assertThat(codes("na\0me", "a")).containsExactly("nul-character");
    }

    @Test
    void limitsThatLimitNothingAreNoSettings() {
        DataSize mega = DataSize.ofMegabytes(1);
        assertThatThrownBy(() -> new RequestLimits(mega, mega, mega, 501, 1, 1, 1, 1, 1, 1, 1, 1, 1))
                .hasMessageContaining("depth");
        assertThatThrownBy(() -> new RequestLimits(mega, mega, mega, 5, 0, 1, 1, 1, 1, 1, 1, 1, 1))
                .hasMessageContaining("1 at the least");
        assertThatThrownBy(() -> new RequestLimits(DataSize.ofGigabytes(1), mega, mega, 5, 1, 1, 1, 1, 1, 1, 1, 1, 1))
                .hasMessageContaining("512 MB");
    }
}
