package org.firewarden.gate.consent;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.firewarden.gate.decision.ConsentProvision;
import org.firewarden.gate.decision.ConsentPurposes;
import org.firewarden.gate.decision.ConsentRule;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Consent;
import org.hl7.fhir.r4.model.Reference;
import org.jspecify.annotations.Nullable;

/**
 * Reads a FHIR R4 Consent. Its scope says whether it is about access to data at all: {@code patient-privacy} and
 * {@code research} are, {@code treatment} and {@code adr} agree to acts of care. Who it is for and what it is called
 * ({@code category}) decides nothing, but for a {@link Waiver}.
 *
 * <p>The type of the root provision is the base rule. Where {@code policyRule} is an opt-in or opt-out, that is the base rule
 * (FHIR R4: a provision is an exception to the base policy), and a root provision with criteria is its first exception.
 *
 * <p>What contradicts itself or names what is not known here is refused with all that is wrong: nobody relies on what is not
 * done.
 */
final class ConsentReader {

    /** Ties a Consent to the study that it is for; of FHIR R4 itself. */
    static final String STUDY = "http://hl7.org/fhir/StructureDefinition/workflow-researchStudy";

    private static final String SCOPES = "http://terminology.hl7.org/CodeSystem/consentscope";
    private static final Set<String> SCOPE_CODES = Set.of("patient-privacy", "research", "treatment", "adr");
    private static final String CATEGORIES = "http://terminology.hl7.org/CodeSystem/consentcategorycodes";
    private static final Set<String> DIRECTIVES = Set.of("acd", "dnr", "hcd", "polst");
    private static final Map<String, ConsentProvision.Type> BASE_RULES = Map.of(
            "OPTIN", ConsentProvision.Type.PERMIT,
            "OPTINR", ConsentProvision.Type.PERMIT,
            "OPTOUT", ConsentProvision.Type.DENY,
            "OPTOUTE", ConsentProvision.Type.DENY);

    private final Consent consent;
    private final Problems problems = new Problems();

    private ConsentReader(Consent consent) {
        this.consent = consent;
    }

    static ConsentReading read(Consent consent) {
        return consent.getStatus() == Consent.ConsentState.ACTIVE
                ? new ConsentReader(consent).read()
                : new ConsentReading.NoRule();
    }

    private ConsentReading read() {
        boolean isPrivacy = has(consent.getScope(), SCOPES, "patient-privacy");
        boolean isResearch = has(consent.getScope(), SCOPES, "research");
        if (consent.getScope().getCoding().stream().noneMatch(ConsentReader::isScope)) {
            problems.add("consent-scope-unknown", "Consent.scope", "must be a code of consentscope");
        } else if (!isPrivacy && !isResearch) {
            return new ConsentReading.NoRule();
        }
        boolean isWaiver = Waiver.is(consent);
        checkForm(isWaiver);
        ConsentProvision root = root();
        Optional<String> study = study();
        if (isWaiver) {
            Waiver.check(consent, isResearch, study, problems);
        }
        if (!problems.found().isEmpty()) {
            return new ConsentReading.Unenforceable(problems.found());
        }
        if (root.type() == null && root.exceptions().isEmpty()) {
            return new ConsentReading.NoRule();
        }
        boolean isForResearchOnly = !isPrivacy && root.purposes().codes().isEmpty();
        return new ConsentReading.Rule(
                isWaiver ? patientIdOrNull() : patientId(),
                study.orElse(null),
                new ConsentRule(
                        consent.getIdElement().getIdPart(),
                        isResearch,
                        isForResearchOnly ? root.with(new ConsentPurposes(Set.of("HRESCH"))) : root),
                isWaiver);
    }

    private void checkForm(boolean isWaiver) {
        if (consent.hasPatient() || !isWaiver) {
            problems.reference(consent.getPatient(), "consent-without-patient", "Consent.patient")
                    .filter(reference -> !reference.startsWith("Patient/"))
                    .ifPresent(reference ->
                            problems.add("consent-without-patient", "Consent.patient", "must refer to a Patient"));
        }
        if (consent.hasModifierExtension() || consent.hasImplicitRules()) {
            problems.cannotEnforce("Consent", "has an extension that changes what it means, which is not known here");
        }
        for (CodeableConcept category : consent.getCategory()) {
            if (DIRECTIVES.stream().anyMatch(code -> has(category, CATEGORIES, code))) {
                problems.add(
                        "consent-contradiction",
                        "Consent.category",
                        "is an advance directive, which agrees to acts of care, and Consent.scope is about data");
            }
            if (has(category, CATEGORIES, "rsdid")) {
                problems.cannotEnforce(
                        "Consent.category",
                        "permits de-identified data only, which a provision cannot tell from the rest");
            }
        }
    }

    private ConsentProvision root() {
        ConsentProvision root = new ProvisionTree(problems).read(consent.getProvision(), "Consent.provision");
        ConsentProvision.Type base = baseRule();
        if (base == null) {
            if (root.type() == null && !root.isUnconditional()) {
                problems.add(
                        "consent-contradiction",
                        "Consent.provision.type",
                        "is missing: what the provision names is neither permitted nor denied");
            }
            return root;
        }
        if (!root.isUnconditional()) {
            if (root.type() == null) {
                problems.add("consent-contradiction", "Consent.provision.type", "is missing");
            }
            return ConsentProvision.of(base).in(root.period()).except(List.of(root));
        }
        if (root.type() != null && root.type() != base) {
            problems.add("consent-contradiction", "Consent.policyRule", "says the opposite of Consent.provision.type");
        }
        return ConsentProvision.of(base).in(root.period()).except(root.exceptions());
    }

    private ConsentProvision.@Nullable Type baseRule() {
        ConsentProvision.Type base = null;
        for (Coding coding : consent.getPolicyRule().getCoding()) {
            ConsentProvision.Type type = LabelCodes.SYSTEM.equals(coding.getSystem())
                    ? BASE_RULES.get(String.valueOf(coding.getCode()))
                    : null;
            if (base != null && type != null && base != type) {
                problems.add("consent-contradiction", "Consent.policyRule", "says two opposite things");
            }
            base = type == null ? base : type;
        }
        return base;
    }

    private Optional<String> study() {
        if (!consent.hasExtension(STUDY)) {
            return Optional.empty();
        }
        String path = "Consent.extension(workflow-researchStudy)";
        if (consent.getExtensionsByUrl(STUDY).size() > 1
                || !(consent.getExtensionByUrl(STUDY).getValue() instanceof Reference reference)) {
            problems.add("consent-study-unknown", path, "must be one reference to a ResearchStudy");
            return Optional.empty();
        }
        Optional<String> study = problems.reference(reference, "consent-study-unknown", path);
        if (study.isPresent() && !study.get().startsWith("ResearchStudy/")) {
            problems.add("consent-study-unknown", path, "must be one reference to a ResearchStudy");
        }
        return study;
    }

    private String patientId() {
        return consent.getPatient().getReferenceElement().getIdPart();
    }

    private @Nullable String patientIdOrNull() {
        return consent.hasPatient() ? patientId() : null;
    }

    private static boolean isScope(Coding coding) {
        return SCOPES.equals(coding.getSystem()) && SCOPE_CODES.contains(String.valueOf(coding.getCode()));
    }

    static boolean has(CodeableConcept concept, String system, String code) {
        return concept.getCoding().stream()
                .anyMatch(coding -> system.equals(coding.getSystem()) && code.equals(coding.getCode()));
    }
}
