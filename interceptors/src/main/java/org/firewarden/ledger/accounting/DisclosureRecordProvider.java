package org.firewarden.ledger.accounting;

import ca.uhn.fhir.rest.annotation.IdParam;
import ca.uhn.fhir.rest.annotation.Operation;
import ca.uhn.fhir.rest.server.servlet.ServletRequestDetails;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.firewarden.audit.AuditDetail;
import org.firewarden.audit.AuditDraft;
import org.firewarden.audit.AuditKind;
import org.firewarden.ledger.call.CallParameters;
import org.firewarden.ledger.call.LedgerCaller;
import org.firewarden.phi.Phi;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.InstantType;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.StringType;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP face of what privacy officers write down for the accounting: a disclosure that went another way ({@code
 * $record-disclosure}), and that the accounting is suspended ({@code $suspend-disclosures}). Neither is in the patient's own view
 * of the trail; the accounting tells of the disclosure.
 */
public final class DisclosureRecordProvider {

    private static final Set<String> SUSPENSION_NAMES = Set.of("basis", "statement", "official", "end");
    private static final int LONGEST = 500;

    private final AccountingService service;
    private final KnownPatients patients;

    /** Asks this service. */
    public DisclosureRecordProvider(AccountingService service, KnownPatients patients) {
        this.service = service;
        this.patients = patients;
    }

    /** Records a disclosure; parameters {@code basis}, {@code date}, {@code recipient}, {@code address}, {@code what}, {@code purpose}. */
    @Operation(name = "$record-disclosure", type = Patient.class)
    public Parameters record(@IdParam IdType patient, ServletRequestDetails request) {
        LedgerCaller caller = officer(patient, request);
        CallParameters parameters = CallParameters.of(request, RecordedDisclosure.NAMES);
        RecordedDisclosure disclosure = RecordedDisclosure.read(parameters, service.now());
        LedgerCaller.demandNone(parameters.problems());
        AuditDraft draft = caller.draft();
        seal(draft, "recipient", disclosure.recipient());
        seal(draft, "address", disclosure.address());
        seal(draft, "what", disclosure.what());
        seal(draft, "purpose", disclosure.purpose());
        draft.also(
                AuditKind.DISCLOSURE,
                Set.of(patient.getIdPart()),
                List.of(),
                Map.of(
                        DisclosureRules.BASIS,
                        disclosure.basis().code(),
                        "date",
                        disclosure.date().toString(),
                        AuditDetail.RECIPIENT,
                        disclosure.basis().code()));
        return basis(disclosure.basis(), "date", disclosure.date());
    }

    /** Suspends the accounting; parameters {@code basis}, {@code statement}, {@code official}, {@code end}. */
    @Operation(name = "$suspend-disclosures", type = Patient.class)
    public Parameters suspend(@IdParam IdType patient, ServletRequestDetails request) {
        LedgerCaller caller = officer(patient, request);
        CallParameters parameters = CallParameters.of(request, SUSPENSION_NAMES);
        DisclosureBasis basis = DisclosureBasis.ofCode(parameters.text("basis", LONGEST))
                .filter(DisclosureBasis::isSuspendable)
                .orElse(DisclosureBasis.OTHER);
        if (!basis.isSuspendable()) {
            parameters.problem("Parameter basis is law-enforcement or health-oversight.");
        }
        String statement = parameters.text("statement", LONGEST);
        if (!Set.of("written", "oral").contains(statement)) {
            parameters.problem("Parameter statement is written or oral.");
        }
        String official = parameters.text("official", LONGEST);
        Instant end = end(parameters, statement.equals("written"));
        LedgerCaller.demandNone(parameters.problems());
        Suspension suspension = service.suspend(patient.getIdPart(), basis, statement.equals("written"), end);
        caller.draft().detail(DisclosureRules.BASIS, basis.code());
        caller.draft().detail("suspension", suspension.id().toString());
        seal(caller.draft(), "official", official);
        return basis(basis, "suspendedUntil", suspension.until());
    }

    private Instant end(CallParameters parameters, boolean isWritten) {
        Instant now = service.now();
        Instant end = parameters.instant("end", true);
        if (end == null || !end.isAfter(now)) {
            parameters.problem("Parameter end is a time in the future.");
            return now;
        }
        if (!Suspension.isLongEnoughStated(isWritten, now, end)) {
            parameters.problem("An oral statement holds for 30 days at most (45 CFR 164.528(a)(2)(ii)).");
        }
        return end;
    }

    private LedgerCaller officer(IdType patient, ServletRequestDetails request) {
        LedgerCaller caller = LedgerCaller.of(request);
        caller.demandOfficer();
        // Looked up in a draft of its own: a suspended disclosure is not to show in the patient's own view of the
        // trail.
        if (!patients.isPatient(
                patient.getIdPart(), new AuditDraft(caller.draft().correlationId(), "localhost"))) {
            throw LedgerCaller.absent();
        }
        return caller;
    }

    private static void seal(AuditDraft draft, String name, @Nullable String value) {
        if (value != null) {
            draft.sealedDetail(name, Phi.of(value));
        }
    }

    private static Parameters basis(DisclosureBasis basis, String name, Instant instant) {
        Parameters answer = new Parameters();
        answer.addParameter().setName("basis").setValue(new CodeType(basis.code()));
        answer.addParameter().setName("clause").setValue(new StringType("45 CFR " + basis.clause()));
        answer.addParameter().setName(name).setValue(new InstantType(Date.from(instant)));
        return answer;
    }
}
