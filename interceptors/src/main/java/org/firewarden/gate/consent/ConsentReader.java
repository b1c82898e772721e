package org.firewarden.gate.consent;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.firewarden.access.PurposeOfUse;
import org.firewarden.gate.decision.ConsentRule;
import org.firewarden.problem.Problem;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Consent;
import org.hl7.fhir.r4.model.Consent.ProvisionComponent;
import org.hl7.fhir.r4.model.Consent.provisionActorComponent;
import org.hl7.fhir.r4.model.IdType;
import org.jspecify.annotations.Nullable;

/**
 * Reads the root provision of a FHIR R4 Consent. A Consent that would protect more finely than the gate can enforce (nested
 * provisions, labels, classes, data periods) is unenforceable: it is refused when it is written, so that nobody relies on it.
 */
final class ConsentReader {

    private static final String SCOPE_SYSTEM = "http://terminology.hl7.org/CodeSystem/consentscope";

    private ConsentReader() {}

    static ConsentReading read(Consent consent) {
        boolean isPrivacy = hasScope(consent, "patient-privacy");
        boolean isResearch = hasScope(consent, "research");
        if (consent.getStatus() != Consent.ConsentState.ACTIVE || !(isPrivacy || isResearch)) {
            return new ConsentReading.NoRule();
        }
        ProvisionComponent provision = consent.getProvision();
        List<Problem> problems = problems(consent, provision);
        if (!problems.isEmpty()) {
            return new ConsentReading.Unenforceable(problems);
        }
        if (provision.getType() == null) {
            return new ConsentReading.NoRule();
        }
        Set<String> purposes = new LinkedHashSet<>();
        provision.getPurpose().forEach(purpose -> purposes.add(purpose.getCode()));
        Set<String> actors = new LinkedHashSet<>();
        provision.getActor().forEach(actor -> actors.add(reference(actor)));
        return new ConsentReading.Rule(
                patientId(consent),
                new ConsentRule(
                        consent.getIdElement().getIdPart(),
                        provision.getType() == Consent.ConsentProvisionType.DENY
                                ? ConsentRule.Type.DENY
                                : ConsentRule.Type.PERMIT,
                        purposes,
                        actors,
                        isResearch,
                        instant(provision.getPeriod().getStart()),
                        instant(provision.getPeriod().getEnd())));
    }

    private static List<Problem> problems(Consent consent, ProvisionComponent provision) {
        List<Problem> problems = new ArrayList<>();
        if (!"Patient".equals(consent.getPatient().getReferenceElement().getResourceType())) {
            problems.add(Problem.invalid("consent-without-patient", "Consent.patient must refer to a Patient"));
        }
        refuse(problems, provision.hasProvision(), "provision");
        refuse(problems, provision.hasSecurityLabel(), "securityLabel");
        refuse(problems, provision.hasClass_(), "class");
        refuse(problems, provision.hasCode(), "code");
        refuse(problems, provision.hasAction(), "action");
        refuse(problems, provision.hasDataPeriod(), "dataPeriod");
        refuse(problems, provision.hasData(), "data");
        for (Coding purpose : provision.getPurpose()) {
            if (!PurposeOfUse.SYSTEM.equals(purpose.getSystem())
                    || PurposeOfUse.ofCode(String.valueOf(purpose.getCode())).isEmpty()) {
                problems.add(Problem.invalid(
                        "consent-purpose-unknown",
                        "Consent.provision.purpose must be a v3-ActReason code that this server knows"));
            }
        }
        for (provisionActorComponent actor : provision.getActor()) {
            if (!actor.getReference().getReferenceElement().hasIdPart()) {
                problems.add(Problem.invalid(
                        "consent-actor-unknown",
                        "Consent.provision.actor must refer to its actor by a literal reference"));
            }
        }
        return problems;
    }

    private static void refuse(List<Problem> problems, boolean isPresent, String element) {
        if (isPresent) {
            problems.add(new Problem(
                    "not-supported",
                    "consent-not-enforceable",
                    "Consent.provision." + element
                            + " is not enforced by this version; a Consent that cannot be honoured is not stored"));
        }
    }

    private static boolean hasScope(Consent consent, String code) {
        return consent.getScope().getCoding().stream()
                .anyMatch(coding -> SCOPE_SYSTEM.equals(coding.getSystem()) && code.equals(coding.getCode()));
    }

    private static String patientId(Consent consent) {
        return consent.getPatient().getReferenceElement().getIdPart();
    }

    private static String reference(provisionActorComponent actor) {
        IdType id = (IdType) actor.getReference().getReferenceElement();
        return id.getResourceType() + "/" + id.getIdPart();
    }

    private static @Nullable Instant instant(@Nullable Date date) {
        return date == null ? null : date.toInstant();
    }
}
