package org.firewarden.deid.operation;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.firewarden.access.Caller;
import org.firewarden.access.Decision;
import org.firewarden.access.PurposeOfUse;
import org.firewarden.access.Role;
import org.firewarden.audit.AuditDetail;
import org.firewarden.audit.AuditDraft;
import org.firewarden.deid.engine.BundleDeidentifier;
import org.firewarden.deid.engine.DeidentifiedBundle;
import org.firewarden.deid.engine.release.TermsException;
import org.firewarden.phi.Phi;
import org.firewarden.problem.Problem;
import org.firewarden.record.RecordTooLargeException;
import org.jspecify.annotations.Nullable;

/**
 * Decides on a call of {@code $deidentify} and carries it out: researchers only, for research only, all of the Bundle or
 * nothing of it. Its caller writes the result and the audit trail.
 */
final class DeidentifyService {

    private static final Pattern PATIENT = Pattern.compile("Patient/([A-Za-z0-9.-]{1,64})");
    private static final int BAD_REQUEST = 400;
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;
    private static final int UNPROCESSABLE = 422;

    private final Engines engines;
    private final RecordBundle records;

    DeidentifyService(Engines engines, RecordBundle records) {
        this.engines = engines;
        this.records = records;
    }

    DeidentifyResult deidentify(DeidentifyRequest request, AuditDraft audit) {
        Caller caller = request.caller();
        if (caller == null || !caller.actsAs(Role.RESEARCHER) || caller.purpose() != PurposeOfUse.HRESCH) {
            return notDone(
                    FORBIDDEN,
                    Problem.forbidden(
                            "researchers-only",
                            "De-identification needs the role researcher, a scope that reads Patients, and purpose HRESCH."));
        }
        List<Problem> problems = problems(request);
        if (!problems.isEmpty()) {
            return new DeidentifyResult.NotDone(UNPROCESSABLE, problems, null);
        }
        String policy = Policies.shipped(String.valueOf(request.policy())).orElseThrow();
        BundleDeidentifier deidentifier;
        try {
            deidentifier = new BundleDeidentifier(
                    request.bundle() != null
                            ? engines.partsOfBroughtData(policy, request.terms())
                            : engines.parts(policy, request.terms()));
        } catch (TermsException e) {
            return new DeidentifyResult.NotDone(UNPROCESSABLE, Policies.problems(e), null);
        }
        audit.detail(AuditDetail.DEIDENTIFICATION_POLICY, policy);
        audit.detail("policy-sha256", deidentifier.policy().sha256());
        Phi<byte[]> bundle = request.bundle();
        return bundle != null
                ? rewrite(deidentifier, bundle.reveal(), audit)
                : read(deidentifier, caller, request.patient(), audit);
    }

    private DeidentifyResult read(
            BundleDeidentifier deidentifier, Caller caller, @Nullable Phi<String> patient, AuditDraft audit) {
        Matcher reference = PATIENT.matcher(patient == null ? "" : patient.reveal());
        if (!reference.matches()) {
            throw new IllegalStateException("the reference was checked before");
        }
        String id = reference.group(1);
        audit.patients(Set.of(id));
        try {
            RecordBundle.Read read = records.of(caller, id);
            if (read instanceof RecordBundle.Read.Found found) {
                return rewrite(deidentifier, found.bundle(), audit);
            }
            Decision.Deny denial = read instanceof RecordBundle.Read.Absent absent ? absent.denial() : null;
            return new DeidentifyResult.NotDone(
                    NOT_FOUND, List.of(Problem.notFound("There is no such patient.")), denial);
        } catch (RecordTooLargeException e) {
            return notDone(
                    UNPROCESSABLE,
                    Problem.invalid("record-too-large", "The record is too large for a synchronous call."));
        }
    }

    private static DeidentifyResult rewrite(BundleDeidentifier deidentifier, byte[] bundle, AuditDraft audit) {
        try {
            DeidentifiedBundle result = deidentifier.deidentify(bundle);
            audit.detail("resources-in", Integer.toString(result.resourcesIn()));
            audit.detail("resources-out", Integer.toString(result.resourcesOut()));
            return new DeidentifyResult.Done(result.json());
        } catch (IOException e) {
            // The parser's message may quote the data; nothing was released.
            return notDone(
                    BAD_REQUEST,
                    Problem.invalid("not-a-bundle", "An entry of the Bundle is not a FHIR resource in JSON."));
        }
    }

    private static List<Problem> problems(DeidentifyRequest request) {
        List<Problem> problems = new ArrayList<>();
        problems.addAll(Policies.problems(request.policy()));
        Phi<String> patient = request.patient();
        if ((request.bundle() == null) == (patient == null)) {
            problems.add(Problem.invalid(
                    "data-missing", "Either 'identifiableData' (a Bundle) or 'patient' (a Reference) is required."));
        } else if (patient != null && !PATIENT.matcher(patient.reveal()).matches()) {
            problems.add(
                    Problem.invalid("patient-invalid", "The parameter 'patient' is a reference like Patient/123."));
        }
        return problems;
    }

    private static DeidentifyResult notDone(int status, Problem problem) {
        return new DeidentifyResult.NotDone(status, List.of(problem), null);
    }
}
