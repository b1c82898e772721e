package org.firewarden.ledger.accounting;

import ca.uhn.fhir.rest.annotation.IdParam;
import ca.uhn.fhir.rest.annotation.Operation;
import ca.uhn.fhir.rest.server.servlet.ServletRequestDetails;
import java.time.Instant;
import java.util.Date;
import java.util.Set;
import org.firewarden.ledger.call.CallParameters;
import org.firewarden.ledger.call.LedgerCaller;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.InstantType;
import org.hl7.fhir.r4.model.IntegerType;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Parameters.ParametersParameterComponent;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Period;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.StringType;

/**
 * The HTTP face of {@code GET Patient/{id}/$disclosures}: for the patient, and for privacy officers, who also learn what is
 * suspended. Anybody else whom the policy lets call it is answered as for a patient who is not there.
 */
public final class DisclosuresProvider {

    /** The code system of the basis. */
    static final String BASIS_SYSTEM = "https://firewarden.org/disclosure-basis";

    private static final Set<String> NAMES = Set.of("start", "end");

    private final AccountingService service;
    private final KnownPatients patients;

    /** Asks this service. */
    public DisclosuresProvider(AccountingService service, KnownPatients patients) {
        this.service = service;
        this.patients = patients;
    }

    /** The accounting of disclosures of six years, or of the part between {@code start} and {@code end}. */
    @Operation(name = "$disclosures", type = Patient.class, idempotent = true)
    public Parameters disclosures(@IdParam IdType patient, ServletRequestDetails request) {
        String id = patient.getIdPart();
        LedgerCaller caller = LedgerCaller.of(request);
        boolean isOfficer = caller.isOfficer();
        if (!isOfficer && !caller.isPatient(id)) {
            throw caller.withheld(id);
        }
        if (isOfficer && !patients.isPatient(id, caller.draft())) {
            throw LedgerCaller.absent();
        }
        CallParameters parameters = CallParameters.of(request, NAMES);
        AccountingPeriod period = AccountingPeriod.read(parameters, service.now());
        LedgerCaller.demandNone(parameters.problems());
        Accounting accounting = service.account(id, period, isOfficer);
        caller.draft().patients(Set.of(id));
        return answer(id, accounting);
    }

    private static Parameters answer(String patientId, Accounting accounting) {
        Parameters answer = new Parameters();
        answer.addParameter().setName("patient").setValue(new Reference("Patient/" + patientId));
        answer.addParameter()
                .setName("period")
                .setValue(new Period().setStart(Date.from(accounting.from())).setEnd(Date.from(accounting.before())));
        for (Disclosure disclosure : accounting.disclosures()) {
            add(answer.addParameter().setName("disclosure"), disclosure);
        }
        for (ResearchSummary research : accounting.research()) {
            ParametersParameterComponent part = answer.addParameter().setName("research");
            part.addPart().setName("project").setValue(new StringType(research.project()));
            part.addPart().setName("what").setValue(new StringType(research.what()));
            part.addPart()
                    .setName("period")
                    .setValue(new Period().setStart(Date.from(research.first())).setEnd(Date.from(research.last())));
            part.addPart()
                    .setName("statement")
                    .setValue(new StringType("This research used the records of 50 people or more. Yours may or may not"
                            + " have been disclosed for it. The privacy officer helps to contact the researchers."));
        }
        if (accounting.erased() > 0) {
            answer.addParameter().setName("erased").setValue(new IntegerType(accounting.erased()));
        }
        return answer;
    }

    private static void add(ParametersParameterComponent part, Disclosure disclosure) {
        part.addPart().setName("date").setValue(instant(disclosure.date()));
        part.addPart().setName("recipient").setValue(new StringType(disclosure.recipient()));
        if (disclosure.address() != null) {
            part.addPart().setName("address").setValue(new StringType(disclosure.address()));
        }
        part.addPart().setName("what").setValue(new StringType(disclosure.what()));
        part.addPart()
                .setName("basis")
                .setValue(new Coding(
                        BASIS_SYSTEM,
                        disclosure.basis().code(),
                        disclosure.basis().display()));
        part.addPart()
                .setName("clause")
                .setValue(new StringType("45 CFR " + disclosure.basis().clause()));
        part.addPart().setName("purpose").setValue(new StringType(disclosure.purpose()));
        part.addPart().setName("event").setValue(new Reference("AuditEvent/" + disclosure.event()));
        if (disclosure.suspendedUntil() != null) {
            part.addPart().setName("suspendedUntil").setValue(instant(disclosure.suspendedUntil()));
        }
    }

    private static InstantType instant(Instant instant) {
        return new InstantType(Date.from(instant));
    }
}
