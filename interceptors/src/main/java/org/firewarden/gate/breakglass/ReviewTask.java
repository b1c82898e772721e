package org.firewarden.gate.breakglass;

import java.time.Duration;
import java.util.Date;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.firewarden.access.Role;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.InstantType;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.StringType;
import org.hl7.fhir.r4.model.Task;
import org.hl7.fhir.r4.model.Task.TaskStatus;

/**
 * The FHIR Task in which a privacy officer reviews a grant. Everything in it is fixed but its progress: status, reasons,
 * notes and output. Its id is that of the grant. Completing it is the review; {@code businessStatus} {@code withdrawn} ends the grant at once.
 */
final class ReviewTask {

    /** The code system of {@code Task.code}. */
    static final String CODE_SYSTEM = "https://firewarden.org/task";

    /** The code of these Tasks. */
    static final String CODE = "break-glass-review";

    private static final String OUTCOME_SYSTEM = "https://firewarden.org/break-glass-review";
    private static final String WITHDRAWN = "withdrawn";

    /** A review is not called off. */
    private static final Set<TaskStatus> OPEN_TO_OFFICERS = EnumSet.of(
            TaskStatus.REQUESTED,
            TaskStatus.RECEIVED,
            TaskStatus.ACCEPTED,
            TaskStatus.READY,
            TaskStatus.INPROGRESS,
            TaskStatus.ONHOLD,
            TaskStatus.COMPLETED);

    private ReviewTask() {}

    static Task of(BreakGlassGrant grant, Duration reviewWithin) {
        Task task = new Task();
        task.setId(grant.id().toString());
        task.setStatus(TaskStatus.REQUESTED);
        task.setIntent(Task.TaskIntent.ORDER);
        task.setPriority(Task.TaskPriority.URGENT);
        task.setCode(new CodeableConcept(new Coding(CODE_SYSTEM, CODE, "Review of emergency access")));
        task.setDescription(
                "A clinician gave themselves emergency access to this patient. Review whether it was needed.");
        task.getFor().setReference("Patient/" + grant.patientId());
        task.setAuthoredOn(Date.from(grant.openedAt()));
        task.setRequester(new Reference()
                .setIdentifier(new Identifier()
                        .setSystem("https://firewarden.org/subject")
                        .setValue(grant.subject()))
                .setDisplay(grant.fhirUser()));
        task.addPerformerType(
                new CodeableConcept(new Coding("https://firewarden.org/role", Role.PRIVACY_OFFICER.code(), null)));
        task.setOwner(new Reference()
                .setIdentifier(new Identifier()
                        .setSystem("https://firewarden.org/role")
                        .setValue(Role.PRIVACY_OFFICER.code()))
                .setDisplay("Privacy officers"));
        task.setReasonCode(new CodeableConcept(new Coding(
                BreakGlassReason.SYSTEM, grant.reason().name(), grant.reason().display())));
        task.getRestriction().getPeriod().setEnd(Date.from(grant.openedAt().plus(reviewWithin)));
        task.addInput()
                .setType(new CodeableConcept().setText("expires"))
                .setValue(new InstantType(Date.from(grant.expiresAt())));
        task.addInput()
                .setType(new CodeableConcept().setText("X-Request-Id"))
                .setValue(new StringType(grant.correlationId()));
        return task;
    }

    static boolean isReview(Task task) {
        return task.getCode().getCoding().stream()
                .anyMatch(coding -> CODE_SYSTEM.equals(coding.getSystem()) && CODE.equals(coding.getCode()));
    }

    /** A review has the id of its grant. */
    static Optional<UUID> grantId(String taskId) {
        try {
            return Optional.of(UUID.fromString(taskId));
        } catch (IllegalArgumentException e) {
            // The id of some other Task.
            return Optional.empty();
        }
    }

    static boolean isCompleted(Task task) {
        return task.getStatus() == TaskStatus.COMPLETED;
    }

    static boolean isWithdrawn(Task task) {
        return task.getBusinessStatus().getCoding().stream()
                .anyMatch(coding -> OUTCOME_SYSTEM.equals(coding.getSystem()) && WITHDRAWN.equals(coding.getCode()));
    }

    /** True if the change is one of progress only. */
    static boolean isProgress(Task before, Task after) {
        return OPEN_TO_OFFICERS.contains(after.getStatus())
                && !isCompleted(before)
                && (isWithdrawn(after) || !isWithdrawn(before))
                && fixed(before).equalsDeep(fixed(after));
    }

    private static Task fixed(Task task) {
        Task fixed = task.copy();
        fixed.setId((String) null);
        fixed.setMeta(null);
        fixed.setText(null);
        fixed.setImplicitRules(null);
        fixed.setLanguage(null);
        fixed.setStatus(null);
        fixed.setStatusReason(null);
        fixed.setBusinessStatus(null);
        fixed.setExecutionPeriod(null);
        fixed.setLastModified(null);
        fixed.setNote(null);
        fixed.setOutput(null);
        return fixed;
    }
}
