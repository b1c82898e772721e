package org.firewarden.it;

import java.util.Set;

/**
 * A second, naive model of who may do what to one resource of a patient, written from the text and the shipped
 * policies' documents and not from the gate's code: no consents, no labels, one patient, one caller.
 */
final class MatrixRules {

    /** What is tried. */
    enum Try {
        READ,
        HEAD,
        VREAD,
        HISTORY,
        SEARCH,
        EVERYTHING,
        CREATE,
        UPDATE,
        PATCH,
        DELETE;

        boolean isWrite() {
            return this == CREATE || this == UPDATE || this == PATCH || this == DELETE;
        }

        boolean isSearch() {
            return this == SEARCH;
        }
    }

    /** Who tries. The patient of each resource is in the care of {@code TREATING}. */
    enum Who {
        /** No token at all. */
        NOBODY,
        /** The patient whose resource it is. */
        SELF,
        /** Another patient. */
        OTHER_PATIENT,
        /** A clinician who takes care of the patient. */
        TREATING,
        /** A clinician who does not. */
        OTHER_CLINICIAN,
        /** A researcher without a Consent of the patient. */
        RESEARCHER,
        /** Somebody who bills. */
        PAYER,
        /** An app that the patient let see Observations, and read Conditions. */
        NARROW_APP,
        /** The same app in the hands of another patient. */
        OTHER_NARROW_APP,
        /** An interface engine. */
        INTERFACE_ENGINE
    }

    /** What must come of it. */
    enum Outcome {
        /** It is done. */
        DONE,
        /** It is refused without a token. */
        UNAUTHENTICATED,
        /** It is refused for the whole type, whether the resource is there or not. */
        REFUSED,
        /** It looks as if the resource were not there. */
        HIDDEN
    }

    /** What is not written down in the course of treatment: who may see whom, money, studies, who somebody is. */
    private static final Set<String> NOT_WRITTEN_BY_CLINICIANS = Set.of(
            "Account",
            "Basic",
            "CareTeam",
            "Claim",
            "ClaimResponse",
            "Consent",
            "CoverageEligibilityRequest",
            "CoverageEligibilityResponse",
            "Device",
            "EnrollmentRequest",
            "ExplanationOfBenefit",
            "Group",
            "Invoice",
            "MeasureReport",
            "MolecularSequence",
            "Person",
            "ResearchSubject",
            "Schedule");

    private MatrixRules() {}

    static Outcome expected(Who who, String type, Try what) {
        return switch (who) {
            case NOBODY -> Outcome.UNAUTHENTICATED;
            case SELF -> what.isWrite() ? Outcome.REFUSED : Outcome.DONE;
            case OTHER_PATIENT -> what.isWrite() || namesAnotherPatient(type, what) ? Outcome.REFUSED : Outcome.HIDDEN;
            case TREATING ->
                what.isWrite() && NOT_WRITTEN_BY_CLINICIANS.contains(type) ? Outcome.REFUSED : Outcome.DONE;
            case OTHER_CLINICIAN ->
                what.isWrite() && NOT_WRITTEN_BY_CLINICIANS.contains(type)
                        ? Outcome.REFUSED
                        : isNewPatient(type, what) ? Outcome.DONE : Outcome.HIDDEN;
            case RESEARCHER -> what.isWrite() ? Outcome.REFUSED : Outcome.HIDDEN;
            case PAYER -> MatrixPayer.sees(type) && !what.isWrite() ? Outcome.DONE : Outcome.REFUSED;
            case NARROW_APP -> isOpenToApp(type, what) ? Outcome.DONE : Outcome.REFUSED;
            case OTHER_NARROW_APP -> isOpenToApp(type, what) ? Outcome.HIDDEN : Outcome.REFUSED;
            case INTERFACE_ENGINE -> Outcome.DONE;
        };
    }

    /** Whose token is for one patient may not so much as ask for another, whether that one is there or not. */
    private static boolean namesAnotherPatient(String type, Try what) {
        return type.equals("Patient") && what.isSearch();
    }

    /** A patient who is not there yet is in nobody's care. */
    private static boolean isNewPatient(String type, Try what) {
        return type.equals("Patient") && what == Try.CREATE;
    }

    private static boolean isOpenToApp(String type, Try what) {
        if (what.isWrite()) {
            return false;
        }
        return type.equals("Observation") || (type.equals("Condition") && !what.isSearch());
    }
}
