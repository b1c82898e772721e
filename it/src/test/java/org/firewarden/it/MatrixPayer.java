package org.firewarden.it;

import java.util.Set;

/** The types that somebody who bills sees under the shipped policy. */
final class MatrixPayer {

    private static final Set<String> TYPES = Set.of(
            "Account",
            "ChargeItem",
            "Claim",
            "ClaimResponse",
            "Condition",
            "Coverage",
            "CoverageEligibilityRequest",
            "CoverageEligibilityResponse",
            "Encounter",
            "ExplanationOfBenefit",
            "Invoice",
            "Patient",
            "Procedure",
            "ServiceRequest");

    private MatrixPayer() {}

    static boolean sees(String type) {
        return TYPES.contains(type);
    }
}
