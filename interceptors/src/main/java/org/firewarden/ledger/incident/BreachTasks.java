package org.firewarden.ledger.incident;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.firewarden.access.Role;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.IntegerType;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.StringType;
import org.hl7.fhir.r4.model.Task;
import org.hl7.fhir.r4.model.Task.TaskOutputComponent;
import org.hl7.fhir.r4.model.Type;

/**
 * The two Tasks of an incident: the assessment, in which the privacy officer states each of the four factors (45 CFR 164.402(2))
 * as an output, and the notification with its clock of 60 days from the discovery (164.404(b), 164.406(b), 164.408). They name
 * the actor and the period and no patient; the same call finds the same patients again.
 */
final class BreachTasks {

    /** The code of the assessment. */
    static final String ASSESSMENT = "breach-assessment";

    /** The code of the notification. */
    static final String NOTIFICATION = "breach-notification";

    /** The code system of the factors. */
    static final String FACTOR_SYSTEM = "https://firewarden.org/breach-factor";

    private static final String CONFIDENTIALITY = "http://terminology.hl7.org/CodeSystem/v3-Confidentiality";
    private static final String CODE_SYSTEM = "https://firewarden.org/task";
    private static final Duration CLOCK = Duration.ofDays(60);
    private static final int LARGE_BREACH = 500;

    private BreachTasks() {}

    /** What a risk assessment considers at the least (45 CFR 164.402(2)(i) to (iv)). */
    enum Factor {
        /** The nature and extent of the data, and the likelihood of re-identification. */
        NATURE_AND_EXTENT,
        /** The unauthorized person who used the data or to whom it was disclosed. */
        UNAUTHORIZED_PERSON,
        /** Whether the data was actually acquired or viewed. */
        ACQUIRED_OR_VIEWED,
        /** The extent to which the risk has been mitigated. */
        MITIGATION;

        String code() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /**
     * The Tasks.
     *
     * @param count how many patients are affected
     */
    static List<Task> of(AffectedRequest request, int count, String correlationId, Instant now) {
        Instant discovered = request.discovered();
        if (discovered == null) {
            throw new IllegalArgumentException("no assessment was asked for");
        }
        Instant deadline = discovered.plus(CLOCK);
        Task assessment = task(ASSESSMENT, "Assessment of a possible breach", request, correlationId, now, deadline);
        assessment.setDescription(
                "Unless the four factors show a low probability that the data was compromised, this is a"
                        + " breach (45 CFR 164.402(2)). State each factor as an output, and complete this Task.");
        input(assessment, "affected-patients", new IntegerType(count));
        Task notification = task(NOTIFICATION, "Notification of a breach", request, correlationId, now, deadline);
        notification.setDescription(
                "Unless the assessment rules a breach out, notify each individual without unreasonable"
                        + " delay, at the latest when this Task is due (45 CFR 164.404(b)).");
        input(
                notification,
                "assessment",
                new StringType("Task/" + assessment.getIdElement().getIdPart()));
        input(notification, "affected-patients", new IntegerType(count));
        input(notification, "secretary-by", new DateTimeType(Date.from(secretaryBy(discovered, count))));
        if (count > LARGE_BREACH) {
            input(notification, "media-by", new DateTimeType(Date.from(deadline)));
        }
        return List.of(assessment, notification);
    }

    /** With 500 people or more together with them, else within 60 days after the year (45 CFR 164.408(b), (c)). */
    static Instant secretaryBy(Instant discovered, int count) {
        if (count >= LARGE_BREACH) {
            return discovered.plus(CLOCK);
        }
        LocalDate endOfYear = LocalDate.of(discovered.atOffset(ZoneOffset.UTC).getYear(), 12, 31);
        return endOfYear.atStartOfDay(ZoneOffset.UTC).toInstant().plus(CLOCK);
    }

    static boolean isOurs(Task task) {
        return is(task, ASSESSMENT) || is(task, NOTIFICATION);
    }

    static boolean is(Task task, String code) {
        return task.getCode().getCoding().stream()
                .anyMatch(coding -> CODE_SYSTEM.equals(coding.getSystem()) && code.equals(coding.getCode()));
    }

    /** The factors that an assessment does not state yet. */
    static Set<String> missingFactors(Task assessment) {
        Set<String> stated = assessment.getOutput().stream()
                .filter(output -> output.getValue() instanceof StringType text && !text.isEmpty())
                .map(TaskOutputComponent::getType)
                .flatMap(type -> type.getCoding().stream())
                .filter(coding -> FACTOR_SYSTEM.equals(coding.getSystem()))
                .map(Coding::getCode)
                .collect(Collectors.toSet());
        return Arrays.stream(Factor.values())
                .map(Factor::code)
                .filter(code -> !stated.contains(code))
                .collect(Collectors.toSet());
    }

    private static Task task(
            String code, String display, AffectedRequest request, String correlationId, Instant now, Instant deadline) {
        Task task = new Task();
        task.setId(UUID.randomUUID().toString());
        // Names no patient, so that its label alone keeps it from those who treat.
        task.getMeta().addSecurity(new Coding(CONFIDENTIALITY, "V", null));
        task.setStatus(Task.TaskStatus.REQUESTED);
        task.setIntent(Task.TaskIntent.ORDER);
        task.setPriority(Task.TaskPriority.URGENT);
        task.setCode(new CodeableConcept(new Coding(CODE_SYSTEM, code, display)));
        task.setAuthoredOn(Date.from(now));
        task.setOwner(new Reference()
                .setIdentifier(new Identifier()
                        .setSystem("https://firewarden.org/role")
                        .setValue(Role.PRIVACY_OFFICER.code()))
                .setDisplay("Privacy officers"));
        task.getRestriction().getPeriod().setEnd(Date.from(deadline));
        input(task, "actor", new StringType(request.actor()));
        input(task, "start", new DateTimeType(Date.from(request.start())));
        input(task, "end", new DateTimeType(Date.from(request.end())));
        input(task, "X-Request-Id", new StringType(correlationId));
        return task;
    }

    private static void input(Task task, String name, Type value) {
        task.addInput().setType(new CodeableConcept().setText(name)).setValue(value);
    }
}
