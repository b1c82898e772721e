package org.firewarden.gate.breakglass;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.StringType;
import org.hl7.fhir.r4.model.Task;
import org.hl7.fhir.r4.model.Task.TaskStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class ReviewTaskTest {

    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

    private static Task task() {
        return ReviewTask.of(
                new BreakGlassGrant(
                        UUID.randomUUID(),
                        "cody",
                        "Practitioner/cody",
                        "app",
                        "a",
                        BreakGlassReason.ETREAT,
                        "sealed",
                        NOW,
                        NOW.plusSeconds(900),
                        "request"),
                Duration.ofHours(24));
    }

    private static void withdraw(Task task) {
        task.getBusinessStatus()
                .addCoding()
                .setSystem("https://firewarden.org/break-glass-review")
                .setCode("withdrawn");
    }

    @ParameterizedTest
    @EnumSource(
            value = TaskStatus.class,
            names = {"RECEIVED", "ACCEPTED", "INPROGRESS", "ONHOLD", "COMPLETED"})
    void aReviewMovesOn(TaskStatus status) {
        Task before = task();
        Task after = before.copy();
        after.setStatus(status);
        after.addNote().setText("looked at");
        after.getMeta().setVersionId("2");

        assertThat(ReviewTask.isProgress(before, after)).isTrue();
    }

    @ParameterizedTest
    @EnumSource(
            value = TaskStatus.class,
            names = {"CANCELLED", "REJECTED", "FAILED", "ENTEREDINERROR", "DRAFT"})
    void aReviewIsNotCalledOff(TaskStatus status) {
        Task before = task();
        Task after = before.copy();
        after.setStatus(status);

        assertThat(ReviewTask.isProgress(before, after)).isFalse();
    }

    static Stream<Consumer<Task>> forgeries() {
        return Stream.of(
                task -> task.setFor(new Reference("Patient/b")),
                task -> task.setCode(null),
                task -> task.getCode().addCoding().setCode("x"),
                task -> task.setRequester(null),
                task -> task.setAuthoredOn(null),
                task -> task.setReasonCode(null),
                task -> task.setRestriction(null),
                task -> task.addInput().setValue(new StringType("x")),
                task -> task.addExtension().setUrl("urn:x"));
    }

    @ParameterizedTest
    @MethodSource("forgeries")
    void nothingElseChanges(Consumer<Task> forgery) {
        Task before = task();
        Task after = before.copy();
        after.setStatus(TaskStatus.COMPLETED);
        forgery.accept(after);

        assertThat(ReviewTask.isProgress(before, after)).isFalse();
    }

    @Test
    void aWithdrawalIsNotTakenBackAndACompletedReviewStays() {
        Task before = task();
        Task after = before.copy();
        withdraw(after);
        assertThat(ReviewTask.isProgress(before, after)).isTrue();
        assertThat(ReviewTask.isWithdrawn(after)).isTrue();
        assertThat(ReviewTask.isProgress(after, before)).isFalse();

        Task completed = before.copy();
        completed.setStatus(TaskStatus.COMPLETED);
        assertThat(ReviewTask.isProgress(completed, completed.copy())).isFalse();
    }

    @Test
    void anotherTaskIsNone() {
        assertThat(ReviewTask.isReview(new Task())).isFalse();
        assertThat(ReviewTask.grantId("12")).isEmpty();
    }
}
