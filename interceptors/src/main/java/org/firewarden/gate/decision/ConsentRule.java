package org.firewarden.gate.decision;

import java.util.Map;
import java.util.Set;
import org.firewarden.access.PurposeOfUse;

/**
 * What one active FHIR Consent says of access to data: a tree of provisions, in which the deepest one that covers an access
 * decides on its branch, and among branches a denial wins.
 *
 * @param consentId the logical id of the Consent
 * @param isResearch true if the Consent is a research authorization or a waiver of one (45 CFR 164.508, 164.512(i)): nothing
 *     else opens research
 * @param root the root provision
 */
public record ConsentRule(String consentId, boolean isResearch, ConsentProvision root) {

    /** A Consent of which nothing but its id can be told: it denies everything. */
    public static ConsentRule denyingAll(String consentId) {
        ConsentProvision each = ConsentProvision.of(ConsentProvision.Type.DENY)
                .with(new ConsentPurposes(Set.of(PurposeHierarchy.ROOT)));
        return new ConsentRule(consentId, false, each);
    }

    /** What is left of it while the study on which its permits depend is not open. */
    public ConsentRule withoutPermits() {
        return new ConsentRule(consentId, isResearch, root.withoutPermits());
    }

    /** False if it neither permits nor denies anything. */
    public boolean saysAnything() {
        return root.type() != null || !root.exceptions().isEmpty();
    }

    /** The resources of which must be known what they refer to, as relative references. */
    public Set<String> related() {
        return root.related();
    }

    /**
     * The same with the knowledge of what resources refer to.
     *
     * @param referredTo relative references by the relative reference of who refers to them
     */
    public ConsentRule relatedTo(Map<String, Set<String>> referredTo) {
        return new ConsentRule(consentId, isResearch, root.relatedTo(referredTo));
    }

    ConsentOutcome outcome(ConsentQuestion question) {
        boolean isForResearch = question.caller().purpose() == PurposeOfUse.HRESCH;
        ConsentOutcome outcome = root.outcome(question, isResearch && isForResearch);
        return outcome == ConsentOutcome.OPEN && isForResearch && !isResearch ? ConsentOutcome.PERMIT : outcome;
    }
}
