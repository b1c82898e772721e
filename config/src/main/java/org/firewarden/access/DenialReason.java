package org.firewarden.access;

import java.util.Locale;

/** Why an access was refused. The codes stand in the audit trail and are stable. */
public enum DenialReason {
    /** There was no caller. */
    NOT_AUTHENTICATED,
    /** No scope of the token allows the interaction on the type. */
    MISSING_SCOPE,
    /** The scope ends at the patient in context, and the resource is not that patient's. */
    OUTSIDE_COMPARTMENT,
    /** A Consent of the patient denies it, or the purpose needs one that permits and there is none. */
    CONSENT,
    /** No policy covers the caller's role and purpose. */
    ROLE,
    /** The policy of the caller's role and purpose does not open the type, the interaction or the operation. */
    MINIMUM_NECESSARY,
    /** The policy wants a care relationship between the caller and the patient, and there is none. */
    CARE_RELATIONSHIP,
    /** A security label is above what the policy of the caller's role and purpose opens. */
    SENSITIVITY,
    /** The caller is of another tenant. */
    TENANT,
    /** What would be written back was masked when it was read. */
    MASKED_CONTENT,
    /** The sign-in was not strong enough for what is asked ({@code acr}). */
    STEP_UP_REQUIRED,
    /** The operation is not one that this server opens. */
    OPERATION_CLOSED,
    /** The query asks about values that the answer would not be checked for. */
    QUERY_CLOSED;

    /** The code in the audit trail: lower case with hyphens. */
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
