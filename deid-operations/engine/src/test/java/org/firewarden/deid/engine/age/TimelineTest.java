package org.firewarden.deid.engine.age;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TimelineTest {

    private final Timelines timelines = new Timelines(2026);

    @Test
    void anEventAtNinetyMakesThePatientOver89() {
        timelines.patient("Patient/1", 1930, 0, 0);
        timelines.event("Patient/1", 2019);
        assertThat(timelines.of("Patient/1").isOver89()).isFalse();
        timelines.event("Patient/1", 2020);
        assertThat(timelines.of("Patient/1").isOver89()).isTrue();
    }

    @Test
    void whoDiedYoungLongAgoKeepsTheYears() {
        timelines.patient("Patient/1", 1880, 1930, 2024);
        timelines.event("Patient/1", 2010);
        Timeline timeline = timelines.of("Patient/1");
        assertThat(timeline.isOver89()).isFalse();
        assertThat(timeline.permits(1930)).isTrue();
        assertThat(timeline.permits(1971)).isFalse();
    }

    @Test
    void aPatientWithoutAnyDateIsTakenToLiveInThePinnedYear() {
        timelines.patient("Patient/1", 1936, 0, 0);
        timelines.patient("Patient/2", 1937, 0, 0);
        assertThat(timelines.of("Patient/1").isOver89()).isTrue();
        assertThat(timelines.of("Patient/2").isOver89()).isFalse();
    }

    @Test
    void theYearOfARecordCountsUnlessThePatientDiedBefore() {
        timelines.patient("Patient/1", 1930, 0, 2024);
        timelines.patient("Patient/2", 1930, 1999, 2024);
        assertThat(timelines.of("Patient/1").isOver89()).isTrue();
        assertThat(timelines.of("Patient/2").isOver89()).isFalse();
    }

    @Test
    void twoEventsNinetyYearsApartDoNotBothComeOut() {
        timelines.patient("Patient/1", 1930, 0, 0);
        timelines.event("Patient/1", 2024);
        Timeline timeline = timelines.of("Patient/1");
        assertThat(timeline.permits(2024)).isTrue();
        assertThat(timeline.permits(1935)).isTrue();
        assertThat(timeline.permits(1934)).isFalse();
        assertThat(timeline.permits(2031)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"2020", "2020-02", "2020-02-03", "2020-02-03T10:11:12.123+01:00", "2020-02-03T10:11:12Z"})
    void theYearOfEachFormOfDateIsRead(String date) {
        assertThat(Years.of(date)).isEqualTo(2020);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "20", "20200203", "2020-CANARY", "CANARY", "9999-12-31", "0001", "2020 Smith", "3 May 2020"})
    void whatIsNoDateHasNoYear(String text) {
        assertThat(Years.of(text)).isZero();
    }
}
