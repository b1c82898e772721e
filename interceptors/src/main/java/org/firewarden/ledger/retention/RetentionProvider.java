package org.firewarden.ledger.retention;

import ca.uhn.fhir.rest.annotation.IdParam;
import ca.uhn.fhir.rest.annotation.Operation;
import ca.uhn.fhir.rest.server.exceptions.ResourceNotFoundException;
import ca.uhn.fhir.rest.server.exceptions.UnprocessableEntityException;
import ca.uhn.fhir.rest.server.servlet.ServletRequestDetails;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.Set;
import java.util.UUID;
import org.firewarden.audit.AuditDetail;
import org.firewarden.audit.AuditDraft;
import org.firewarden.audit.AuditKind;
import org.firewarden.audit.AuditTrail;
import org.firewarden.failure.Refusals;
import org.firewarden.ledger.accounting.KnownPatients;
import org.firewarden.ledger.call.CallParameters;
import org.firewarden.ledger.call.LedgerCaller;
import org.firewarden.phi.Phi;
import org.firewarden.problem.Problem;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.InstantType;
import org.hl7.fhir.r4.model.IntegerType;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Parameters.ParametersParameterComponent;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.StringType;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP face of retention, for privacy officers: legal holds are placed ({@code $place-legal-hold}, on a patient or on everything),
 * lifted ({@code $lift-legal-hold}) and listed ({@code $legal-holds}); {@code $dispose-ledger} does at once what the job does by
 * itself. Placing and lifting are events of their own, with the reason sealed and without the patient among those concerned: that
 * somebody litigates is not told in the patient's own view of the trail.
 */
public final class RetentionProvider {

    private static final Set<String> PLACE = Set.of("reason");
    private static final Set<String> LIFT = Set.of("hold", "reason");
    private static final int LONGEST = 500;

    private final LegalHolds holds;
    private final LedgerDisposal disposal;
    private final KnownPatients patients;
    private final AuditTrail trail;

    /** Works with these. */
    public RetentionProvider(LegalHolds holds, LedgerDisposal disposal, KnownPatients patients, AuditTrail trail) {
        this.holds = holds;
        this.disposal = disposal;
        this.patients = patients;
        this.trail = trail;
    }

    /** Places a hold on what the ledger holds of one patient; parameter {@code reason}. */
    @Operation(name = "$place-legal-hold", type = Patient.class)
    public Parameters placeOnPatient(@IdParam IdType patient, ServletRequestDetails request) {
        LedgerCaller caller = LedgerCaller.of(request);
        caller.demandOfficer();
        String id = patient.getIdPart();
        AuditDraft lookUp = new AuditDraft(caller.draft().correlationId(), "localhost");
        if (!holds.isKnown(id) && !patients.isPatient(id, lookUp)) {
            throw LedgerCaller.absent();
        }
        return place(caller, id, request);
    }

    /** Places a hold on the whole ledger; parameter {@code reason}. */
    @Operation(name = "$place-legal-hold")
    public Parameters placeOnEverything(ServletRequestDetails request) {
        LedgerCaller caller = LedgerCaller.of(request);
        caller.demandOfficer();
        return place(caller, null, request);
    }

    private Parameters place(LedgerCaller caller, @Nullable String patientId, ServletRequestDetails request) {
        CallParameters parameters = CallParameters.of(request, PLACE);
        String reason = parameters.text("reason", LONGEST);
        LedgerCaller.demandNone(parameters.problems());
        LegalHold hold = holds.place(patientId);
        // The hold first: if its event cannot be written, too much is kept and not too little.
        note(caller, hold.id(), "placed", reason, patientId);
        return answer(hold);
    }

    /** Lifts a hold; parameters {@code hold}, {@code reason}. */
    @Operation(name = "$lift-legal-hold")
    public Parameters lift(ServletRequestDetails request) {
        LedgerCaller caller = LedgerCaller.of(request);
        caller.demandOfficer();
        CallParameters parameters = CallParameters.of(request, LIFT);
        UUID id = id(parameters);
        String reason = parameters.text("reason", LONGEST);
        LedgerCaller.demandNone(parameters.problems());
        LegalHold hold = holds.find(id)
                .orElseThrow(() -> Refusals.of(
                        new ResourceNotFoundException("no such hold"),
                        Problem.notFound("There is no such legal hold here.")));
        if (hold.lifted() != null) {
            throw Refusals.of(
                    new UnprocessableEntityException("lifted already"),
                    Problem.invalid("legal-hold-lifted", "This legal hold was lifted before."));
        }
        // The event first: nothing is let go of without one.
        note(caller, id, "lifted", reason, null);
        holds.lift(id);
        return answer(holds.find(id).orElse(hold));
    }

    private static UUID id(CallParameters parameters) {
        String text = parameters.text("hold", LONGEST);
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            // Told among the problems.
            parameters.problem("Parameter hold is the id of a legal hold, a UUID.");
            return new UUID(0, 0);
        }
    }

    /** All holds, or those that keep the events of one {@code patient}, lifted ones too. */
    @Operation(name = "$legal-holds", idempotent = true)
    public Parameters list(ServletRequestDetails request) {
        LedgerCaller caller = LedgerCaller.of(request);
        caller.demandOfficer();
        CallParameters parameters = CallParameters.of(request, Set.of("patient"));
        String patient = parameters.one("patient");
        LedgerCaller.demandNone(parameters.problems());
        Parameters answer = new Parameters();
        String prefix = "Patient/";
        for (LegalHold hold : holds.all(
                patient != null && patient.startsWith(prefix) ? patient.substring(prefix.length()) : patient)) {
            add(answer.addParameter().setName("hold"), hold);
        }
        return answer;
    }

    /**
     * Destroys the content keys that sealed nothing since {@code before}, which cannot be later than the retention period allows, and
     * without it is as late as that.
     */
    @Operation(name = "$dispose-ledger")
    public Parameters dispose(ServletRequestDetails request) {
        LedgerCaller caller = LedgerCaller.of(request);
        caller.demandOfficer();
        CallParameters parameters = CallParameters.of(request, Set.of("before"));
        Instant before = parameters.instant("before", false);
        LedgerCaller.demandNone(parameters.problems());
        Instant limit = disposal.limit();
        if (before != null && before.isAfter(limit)) {
            throw Refusals.of(
                    new UnprocessableEntityException("retention"),
                    Problem.invalid(
                            "retention",
                            "Nothing is disposed of before its time is over: parameter before is at most "
                                    + limit.truncatedTo(ChronoUnit.SECONDS) + "."));
        }
        LedgerDisposal.Disposed disposed = disposal.dispose(before == null ? limit : before);
        caller.draft().detail("destroyed", String.valueOf(disposed.destroyed()));
        caller.draft().detail("held", String.valueOf(disposed.held()));
        Parameters answer = new Parameters();
        answer.addParameter().setName("destroyed").setValue(new IntegerType(disposed.destroyed()));
        answer.addParameter().setName("held").setValue(new IntegerType(disposed.held()));
        disposed.certificates()
                .forEach(note -> answer.addParameter().setName("certificate").setValue(new StringType(note)));
        return answer;
    }

    /** An event that is durable when this returns. */
    private void note(LedgerCaller caller, UUID hold, String change, String reason, @Nullable String patientId) {
        AuditDraft event = new AuditDraft(caller.draft().correlationId(), "localhost");
        event.caller(caller.caller());
        event.kind(AuditKind.LEGAL_HOLD);
        event.detail("hold", hold.toString());
        event.detail(AuditDetail.CHANGE, change);
        event.sealedDetail("reason", Phi.of(reason));
        if (patientId != null) {
            event.sealedDetail("patient", Phi.of(patientId));
        }
        trail.appendAll(event.toEntries(holds.now(), 200));
    }

    private static Parameters answer(LegalHold hold) {
        Parameters answer = new Parameters();
        ParametersParameterComponent whole = new ParametersParameterComponent();
        add(whole, hold);
        whole.getPart().forEach(answer::addParameter);
        return answer;
    }

    private static void add(ParametersParameterComponent parameter, LegalHold hold) {
        parameter.addPart().setName("id").setValue(new StringType(hold.id().toString()));
        parameter.addPart().setName("scope").setValue(new CodeType(hold.isOfPatient() ? "patient" : "everything"));
        parameter.addPart().setName("placed").setValue(new InstantType(Date.from(hold.placed())));
        parameter.addPart().setName("inForce").setValue(new BooleanType(hold.lifted() == null));
        if (hold.lifted() != null) {
            parameter.addPart().setName("lifted").setValue(new InstantType(Date.from(hold.lifted())));
        }
    }
}
