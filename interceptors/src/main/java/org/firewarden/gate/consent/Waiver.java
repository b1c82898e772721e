package org.firewarden.gate.consent;

import java.util.Optional;
import org.hl7.fhir.r4.model.Consent;
import org.hl7.fhir.r4.model.Consent.ConsentProvisionType;
import org.hl7.fhir.r4.model.Consent.ProvisionComponent;

/**
 * An IRB's or Privacy Board's waiver of the research authorization (45 CFR 164.512(i)(1)(i), (2)), as a Consent of scope
 * {@code research} and category {@code research-waiver}. It is about each patient of the study's
 * cohort, or about the one of these whom it names. It states
 *
 * <ul>
 *   <li>the protocol: extension {@code workflow-researchStudy}, whose ResearchStudy must be approved or active to count;
 *   <li>the board: {@code policy.authority}; who signed for it: {@code performer}; when: {@code dateTime};
 *   <li>until when: {@code provision.period.end};
 *   <li>for whom: {@code provision.actor} by reference, so that it is bound to the people or the client of the project.
 * </ul>
 */
final class Waiver {

    /** The code system of the category. */
    static final String SYSTEM = "https://firewarden.org/fhir/CodeSystem/consent-category";

    /** The category. */
    static final String CODE = "research-waiver";

    private static final String PROBLEM = "waiver-incomplete";

    private Waiver() {}

    static boolean is(Consent consent) {
        return consent.getCategory().stream().anyMatch(category -> ConsentReader.has(category, SYSTEM, CODE));
    }

    static void check(Consent consent, boolean isResearch, Optional<String> study, Problems problems) {
        ProvisionComponent root = consent.getProvision();
        require(isResearch, "Consent.scope", "must be research", problems);
        require(study.isPresent(), "Consent.extension(workflow-researchStudy)", "must name the protocol", problems);
        require(consent.hasDateTime(), "Consent.dateTime", "must say when the board decided", problems);
        require(
                consent.getPolicy().stream().anyMatch(Consent.ConsentPolicyComponent::hasAuthority),
                "Consent.policy.authority",
                "must name the board",
                problems);
        require(consent.hasPerformer(), "Consent.performer", "must name who signed", problems);
        consent.getPerformer().forEach(signer -> problems.reference(signer, PROBLEM, "Consent.performer"));
        require(root.getType() == ConsentProvisionType.PERMIT, "Consent.provision.type", "must be permit", problems);
        require(root.getPeriod().hasEnd(), "Consent.provision.period.end", "must say when it expires", problems);
        require(
                root.hasActor()
                        && root.getActor().stream()
                                .allMatch(actor -> actor.getReference().hasReference()),
                "Consent.provision.actor",
                "must refer to those who work on the protocol",
                problems);
    }

    private static void require(boolean isThere, String path, String text, Problems problems) {
        if (!isThere) {
            problems.add(PROBLEM, path, text);
        }
    }
}
