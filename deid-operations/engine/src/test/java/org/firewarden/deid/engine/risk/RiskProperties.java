package org.firewarden.deid.engine.risk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.firewarden.deid.engine.place.ZipAreas;
import org.firewarden.deid.engine.policy.RiskRules;
import org.firewarden.deid.engine.policy.RiskRules.Attribute;

/** The measures and the search against a second implementation that knows nothing of the first: all pairs, no classes. */
final class RiskProperties {

    private static final List<Attribute> ATTRIBUTES =
            List.of(Attribute.GENDER, Attribute.BIRTH_YEAR, Attribute.STATE, Attribute.DEATH);
    private static final String[] STATES = {"MA", "VT", "WY"};

    /** A patient as the naive implementation sees it. */
    @SuppressWarnings("ArrayRecordComponent")
    private record Naive(String[] values, String diagnosis) {}

    private record Table(List<Naive> patients, RiskSurvey survey) {}

    private static Table table(long seed, int size, RiskRules rules) throws IOException {
        Random random = new Random(seed);
        List<Naive> patients = new ArrayList<>();
        RiskSurvey survey = new RiskSurvey(rules);
        for (int i = 0; i < size; i++) {
            ObjectNode patient = JsonNodeFactory.instance
                    .objectNode()
                    .put("resourceType", "Patient")
                    .put("id", "p" + i);
            String gender = random.nextBoolean() ? "male" : "female";
            int year = 1950 + random.nextInt(12);
            String state = STATES[random.nextInt(STATES.length)];
            boolean isDead = random.nextInt(4) == 0;
            patient.put("gender", gender).put("birthDate", Integer.toString(year));
            patient.putArray("address").addObject().put("state", state);
            if (isDead) {
                patient.put("deceasedDateTime", "2020");
            }
            // One diagnosis each, so that the rarest is the only one.
            String code = "c" + random.nextInt(3);
            ObjectNode condition = JsonNodeFactory.instance.objectNode().put("resourceType", "Condition");
            condition.putObject("subject").put("reference", "Patient/p" + i);
            condition
                    .putObject("code")
                    .putArray("coding")
                    .addObject()
                    .put("system", "s")
                    .put("code", code);
            survey.note("Patient", patient.toString().getBytes(StandardCharsets.UTF_8));
            survey.note("Condition", condition.toString().getBytes(StandardCharsets.UTF_8));
            patients.add(
                    new Naive(new String[] {gender, Integer.toString(year), state, isDead ? "2020" : ""}, "s|" + code));
        }
        return new Table(patients, survey);
    }

    private static boolean alike(Naive one, Naive other, int[] levels) {
        return IntStream.range(0, levels.length)
                .allMatch(i ->
                        Objects.equals(naive(i, one.values()[i], levels[i]), naive(i, other.values()[i], levels[i])));
    }

    private static String naive(int attribute, String value, int level) {
        if (value.isEmpty() || level == 0) {
            return value;
        }
        if (attribute == 1 && level < 4) {
            int span = new int[] {1, 5, 10, 20}[level];
            return "" + Integer.parseInt(value) / span;
        }
        return attribute == 3 && level == 1 ? "dead" : "";
    }

    private static List<Naive> classOf(List<Naive> all, Naive one, int[] levels) {
        return all.stream().filter(other -> alike(one, other, levels)).toList();
    }

    private static double distance(List<Naive> all, List<Naive> members) {
        double sum = 0;
        for (String code : List.of("s|c0", "s|c1", "s|c2")) {
            double own =
                    members.stream().filter(m -> m.diagnosis().equals(code)).count() / (double) members.size();
            double of = all.stream().filter(m -> m.diagnosis().equals(code)).count() / (double) all.size();
            sum += Math.abs(own - of);
        }
        return sum / 2;
    }

    @Property(tries = 60)
    void theReportSaysWhatPairsSay(@ForAll long seed, @ForAll @IntRange(min = 1, max = 60) int size)
            throws IOException {
        RiskRules rules = new RiskRules(ATTRIBUTES, 1, 1, 1, 0);
        Table table = table(seed, size, rules);
        ObjectNode report = RiskReport.of(rules, table.survey(), new ZipAreas());
        int[] none = new int[ATTRIBUTES.size()];
        int k = Integer.MAX_VALUE;
        int l = Integer.MAX_VALUE;
        double t = 0;
        double average = 0;
        int uniques = 0;
        for (Naive one : table.patients()) {
            List<Naive> members = classOf(table.patients(), one, none);
            k = Math.min(k, members.size());
            l = Math.min(
                    l, (int) members.stream().map(Naive::diagnosis).distinct().count());
            t = Math.max(t, distance(table.patients(), members));
            average += 1.0 / members.size() / size;
            uniques += members.size() == 1 ? 1 : 0;
        }
        assertThat(report.path("kAnonymity").asInt()).isEqualTo(k);
        assertThat(report.path("lDiversity").asInt()).isEqualTo(l);
        assertThat(report.path("tCloseness").asDouble()).isCloseTo(t, within(1e-6));
        assertThat(report.path("prosecutorRiskMaximum").asDouble()).isCloseTo(1.0 / k, within(1e-6));
        assertThat(report.path("prosecutorRiskAverage").asDouble()).isCloseTo(average, within(1e-6));
        assertThat(report.path("sampleUniqueness").asDouble()).isCloseTo(uniques / (double) size, within(1e-6));
        assertThat(report.path("sampleUniques").asText()).isEqualTo(uniques > 0 && uniques < 11 ? "<11" : "" + uniques);
    }

    @Property(tries = 40)
    void whatTheSearchFindsKeepsTheLimits(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 80) int size,
            @ForAll @IntRange(min = 2, max = 8) int k,
            @ForAll @IntRange(min = 1, max = 3) int l)
            throws IOException {
        RiskRules rules = new RiskRules(ATTRIBUTES, k, l, 0.6, 0.1);
        Table table = table(seed, size, rules);
        Generalisation found = table.survey().generalise();
        int[] levels = found.levels();
        List<Naive> kept = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            if (found.level(0, "p" + i) != 1 || levels[0] == 1) {
                kept.add(table.patients().get(i));
            }
        }
        assertThat(found.suppressed()).isLessThanOrEqualTo((int) (0.1 * size + 1e-9));
        if (found.holds() && found.suppressed() == 0) {
            for (Naive one : kept) {
                List<Naive> members = classOf(table.patients(), one, levels);
                assertThat(members.size()).isGreaterThanOrEqualTo(k);
                assertThat(members.stream().map(Naive::diagnosis).distinct().count())
                        .isGreaterThanOrEqualTo(l);
                assertThat(distance(table.patients(), members)).isLessThanOrEqualTo(0.6 + 1e-9);
            }
        }
        boolean someLevelsHold = size >= k
                && table.patients().stream().map(Naive::diagnosis).distinct().count() >= l;
        assertThat(found.holds()).isEqualTo(someLevelsHold);
    }

    @Property(tries = 100)
    void journalistRiskIsTheExpectationOverManyPopulations(
            @ForAll @IntRange(min = 1, max = 5) int inSample, @ForAll @IntRange(min = 20, max = 95) int percent) {
        double p = percent / 100.0;
        // Size in the population: the sample's, and as many failures as a negative binomial draw has before it.
        double expected = 0;
        double probability = Math.pow(p, inSample);
        for (int failures = 0; failures < 4000; failures++) {
            expected += probability / (inSample + failures);
            probability *= (1 - p) * (inSample + failures) / (failures + 1.0);
        }
        double tolerance = inSample < 3 ? 1e-9 : 0.12 * expected;
        assertThat(RiskReport.journalist(inSample, p)).isCloseTo(expected, within(tolerance));
    }
}
