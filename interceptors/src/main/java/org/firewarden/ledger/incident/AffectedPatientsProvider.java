package org.firewarden.ledger.incident;

import ca.uhn.fhir.rest.annotation.Operation;
import ca.uhn.fhir.rest.server.servlet.ServletRequestDetails;
import java.time.Instant;
import java.util.Date;
import java.util.stream.Collectors;
import org.firewarden.ledger.call.CallParameters;
import org.firewarden.ledger.call.LedgerCaller;
import org.firewarden.phi.Phi;
import org.hl7.fhir.r4.model.InstantType;
import org.hl7.fhir.r4.model.IntegerType;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Parameters.ParametersParameterComponent;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.StringType;
import org.hl7.fhir.r4.model.Task;

/** The HTTP face of {@code POST $affected-patients}, for privacy officers. It decides nothing. */
public final class AffectedPatientsProvider {

    private final AffectedPatients service;

    /** Asks this service. */
    public AffectedPatientsProvider(AffectedPatients service) {
        this.service = service;
    }

    /**
     * The patients whose data {@code actor} was shown or changed from {@code start} to before {@code end}; with {@code assess} =
     * true the assessment of a breach is opened, {@code discovered} now or then.
     */
    @Operation(name = "$affected-patients")
    public Parameters affectedPatients(ServletRequestDetails request) {
        LedgerCaller caller = LedgerCaller.of(request);
        caller.demandOfficer();
        CallParameters parameters = AffectedRequest.parameters(request);
        AffectedRequest asked = AffectedRequest.read(parameters, service.now());
        LedgerCaller.demandNone(parameters.problems());
        // Who is asked about may be a patient.
        caller.draft().sealedDetail("actor", Phi.of(asked.actor()));
        Affected affected = service.find(asked);
        caller.draft()
                .patients(
                        affected.patients().stream().map(Affected.OfPatient::id).collect(Collectors.toSet()));
        Parameters answer = answer(asked, affected);
        if (asked.discovered() != null) {
            for (Task task : service.assess(asked, affected, caller.draft())) {
                answer.addParameter()
                        .setName(task.getCode().getCodingFirstRep().getCode())
                        .setValue(new Reference("Task/" + task.getIdElement().getIdPart()));
            }
        }
        return answer;
    }

    private static Parameters answer(AffectedRequest asked, Affected affected) {
        Parameters answer = new Parameters();
        answer.addParameter().setName("actor").setValue(new StringType(asked.actor()));
        answer.addParameter().setName("start").setValue(instant(asked.start()));
        answer.addParameter().setName("end").setValue(instant(asked.end()));
        answer.addParameter()
                .setName("count")
                .setValue(new IntegerType(affected.patients().size()));
        if (affected.erased() > 0) {
            answer.addParameter().setName("erased").setValue(new IntegerType(affected.erased()));
        }
        for (Affected.OfPatient patient : affected.patients()) {
            ParametersParameterComponent part = answer.addParameter().setName("patient");
            part.addPart().setName("reference").setValue(new Reference("Patient/" + patient.id()));
            part.addPart().setName("events").setValue(new IntegerType(patient.events()));
            part.addPart().setName("first").setValue(instant(patient.first()));
            part.addPart().setName("last").setValue(instant(patient.last()));
        }
        return answer;
    }

    private static InstantType instant(Instant instant) {
        return new InstantType(Date.from(instant));
    }
}
