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
    /** The role of the caller does not reach it. */
    ROLE,
    /** The operation is not one that this server opens. */
    OPERATION_CLOSED,
    /** The query asks about values that the answer would not be checked for. */
    QUERY_CLOSED;

    /** The code in the audit trail: lower case with hyphens. */
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
