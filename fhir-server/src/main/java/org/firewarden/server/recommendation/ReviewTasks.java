package org.firewarden.server.recommendation;

import ca.uhn.fhir.rest.api.server.RequestDetails;
import java.util.Date;
import org.firewarden.access.Role;
import org.firewarden.cds.recommendation.StoredRecommendation;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.PositiveIntType;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Task;

/**
 * The FHIR Task in which people confirm that they looked at a recommendation: as many different people as the band of its
 * service demands. Its id is that of the recommendation. Only {@code $confirm} moves it on.
 */
final class ReviewTasks {

    static final String CODE_SYSTEM = "https://firewarden.org/task";
    static final String CODE = "recommendation-review";
    static final String OUTCOME_SYSTEM = "https://firewarden.org/recommendation-review";

    private static final String BY_THE_SERVER = ReviewTasks.class.getName();

    private ReviewTasks() {}

    static Task of(StoredRecommendation made, LocalReferences local) {
        Task task = new Task();
        task.setId(made.card().toString());
        ArtificialAssertion.label(task, local.inputLabels());
        if (local.encounter() != null) {
            task.setEncounter(new Reference("Encounter/" + local.encounter()));
        }
        task.setStatus(Task.TaskStatus.REQUESTED);
        task.setIntent(Task.TaskIntent.ORDER);
        task.setPriority(Task.TaskPriority.URGENT);
        task.setCode(new CodeableConcept(new Coding(CODE_SYSTEM, CODE, "Review of a model's recommendation")));
        task.setDescription("A model's recommendation for this patient stands in a band that people must confirm.");
        task.setFocus(new Reference("RiskAssessment/" + made.card()));
        task.getFor().setReference("Patient/" + made.origin().patientId());
        task.setAuthoredOn(Date.from(made.madeAt()));
        task.addPerformerType(
                new CodeableConcept(new Coding("https://firewarden.org/role", Role.CLINICIAN.code(), null)));
        task.addInput()
                .setType(new CodeableConcept().setText("people who must confirm"))
                .setValue(new PositiveIntType(made.reviewers()));
        return task;
    }

    static boolean isReview(Task task) {
        return task.getCode().getCoding().stream()
                .anyMatch(coding -> CODE_SYSTEM.equals(coding.getSystem()) && CODE.equals(coding.getCode()));
    }

    /** Marks a request of the server itself. */
    static RequestDetails byTheServer(RequestDetails request) {
        request.getUserData().put(BY_THE_SERVER, true);
        return request;
    }

    static boolean isByTheServer(RequestDetails request) {
        return request.getUserData().containsKey(BY_THE_SERVER);
    }
}
