package org.firewarden.ledger.incident;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.firewarden.control.Control;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.StringType;
import org.hl7.fhir.r4.model.Task;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The clock and the four factors. */
@Control("164.404")
class BreachTasksTest {

    private static List<Task> tasks(String discovered, int count) {
        Instant at = Instant.parse(discovered);
        return BreachTasks.of(
                new AffectedRequest("Practitioner/cody", at.minusSeconds(60), at, at), count, "request-1", at);
    }

    private static String input(Task task, String name) {
        return task.getInput().stream()
                .filter(input -> input.getType().getText().equals(name))
                .map(input -> input.getValue().primitiveValue())
                .findFirst()
                .orElse("-");
    }

    @ParameterizedTest
    @CsvSource({
        "2026-01-15T10:00:00Z, 1,   2026-03-16T10:00:00Z, 2027-03-01T00:00:00Z",
        "2026-01-15T10:00:00Z, 499, 2026-03-16T10:00:00Z, 2027-03-01T00:00:00Z",
        "2026-01-15T10:00:00Z, 500, 2026-03-16T10:00:00Z, 2026-03-16T10:00:00Z",
        "2027-12-31T23:59:59Z, 3,   2028-02-29T23:59:59Z, 2028-02-29T00:00:00Z"
    })
    void theClockRunsFromTheDiscovery(String discovered, int count, Instant due, Instant secretary) {
        Task notification = tasks(discovered, count).get(1);

        assertThat(notification.getRestriction().getPeriod().getEnd().toInstant())
                .isEqualTo(due);
        assertThat(BreachTasks.secretaryBy(Instant.parse(discovered), count)).isEqualTo(secretary);
        assertThat(input(notification, "affected-patients")).isEqualTo(String.valueOf(count));
    }

    @Test
    void mediaAreToldOfMoreThanFiveHundred() {
        assertThat(input(tasks("2026-01-15T10:00:00Z", 500).get(1), "media-by")).isEqualTo("-");
        assertThat(input(tasks("2026-01-15T10:00:00Z", 501).get(1), "media-by")).isNotEqualTo("-");
    }

    @Test
    void anAssessmentStatesFourFactors() {
        Task assessment = tasks("2026-01-15T10:00:00Z", 2).get(0);
        assertThat(BreachTasks.missingFactors(assessment))
                .containsExactlyInAnyOrder(
                        "nature-and-extent", "unauthorized-person", "acquired-or-viewed", "mitigation");

        assessment
                .addOutput()
                .setValue(new StringType("Names only"))
                .getType()
                .addCoding(new Coding(BreachTasks.FACTOR_SYSTEM, "nature-and-extent", null));
        assessment
                .addOutput()
                .setValue(new StringType("x"))
                .getType()
                .addCoding(new Coding("https://elsewhere.example", "mitigation", null));

        assertThat(BreachTasks.missingFactors(assessment))
                .containsExactlyInAnyOrder("unauthorized-person", "acquired-or-viewed", "mitigation");
    }
}
