package org.firewarden.audit;

/**
 * What can be recorded beside the interactions of FHIR (45 CFR 164.312(b)). Who does one of these states it in the
 * {@link AuditDraft} of its request, or appends an {@link AuditEntry} of its own where there is no request. The details that
 * belong to a kind have their names in {@link AuditDetail}.
 */
public enum AuditKind {
    /** Somebody signed in, or tried to. The subject is the account if there is one, and never what was typed. */
    SIGN_IN("sign-in", AuditAction.EXECUTE),
    /** Somebody signed out, or a session ended. */
    SIGN_OUT("sign-out", AuditAction.EXECUTE),
    /** A stronger sign-in was asked for or given; {@link AuditDetail#ACR}. */
    STEP_UP("step-up", AuditAction.EXECUTE),
    /** An account, its roles or its means of signing in changed; {@link AuditDetail#CHANGE}. */
    ACCOUNT_CHANGE("account-change", AuditAction.UPDATE),
    /** A client was registered, changed or removed; {@link AuditDetail#CHANGE}. */
    CLIENT_CHANGE("client-change", AuditAction.UPDATE),
    /** An authorization code or consent screen was answered. */
    AUTHORIZATION("authorization", AuditAction.EXECUTE),
    /** An access token was given; {@link AuditDetail#GRANT_TYPE}, {@link AuditDetail#SCOPE}, and the token's id in the draft. */
    TOKEN_ISSUE("token-issue", AuditAction.CREATE),
    /** An access token was given for a refresh token. */
    TOKEN_REFRESH("token-refresh", AuditAction.CREATE),
    /** A token was looked at; the token's id in the draft. */
    TOKEN_INTROSPECTION("token-introspection", AuditAction.READ),
    /** A token was revoked; the token's id in the draft. */
    TOKEN_REVOCATION("token-revocation", AuditAction.DELETE),
    /** A Consent of a patient was made, changed or ended; {@link AuditDetail#CHANGE}, the Consent among the entities. */
    CONSENT_CHANGE("consent-change", AuditAction.UPDATE),
    /** A Consent closed a patient's data to somebody who asked for it. */
    CONSENT_DECISION("consent-decision", AuditAction.EXECUTE),
    /** A break-glass grant was reviewed or withdrawn. */
    BREAK_GLASS_REVIEW("break-glass-review", AuditAction.UPDATE),
    /** The policy files in force changed, or are those that a start found. */
    POLICY_CHANGE("policy-change", AuditAction.UPDATE),
    /** A setting changed; {@link AuditDetail#CHANGE}. */
    SETTINGS_CHANGE("settings-change", AuditAction.UPDATE),
    /** A key opened or signed what is not done on every request; {@link AuditDetail#KEY}, {@link AuditDetail#KEY_PURPOSE}. */
    KEY_USE("key-use", AuditAction.EXECUTE),
    /** A key took the place of another; {@link AuditDetail#KEY}, {@link AuditDetail#KEY_BEFORE}. */
    KEY_ROTATION("key-rotation", AuditAction.UPDATE),
    /** A legal hold was placed or lifted; {@link AuditDetail#CHANGE}. */
    LEGAL_HOLD("legal-hold", AuditAction.UPDATE),
    /** A key was destroyed, and with it what it sealed. */
    KEY_DESTRUCTION("key-destruction", AuditAction.DELETE),
    /** A CDS Hooks call; model, features, output and whether it was shown, by the names in {@link AuditDetail}. */
    CDS_CALL("cds-call", AuditAction.EXECUTE),
    /** What a clinician did with a card; {@link AuditDetail#DECISION}, {@link AuditDetail#DECISION_REASON}. */
    CDS_FEEDBACK("cds-feedback", AuditAction.EXECUTE),
    /** A data set was registered. */
    DATASET_REGISTRATION("dataset-registration", AuditAction.CREATE),
    /** A data set was destroyed. */
    DATASET_DISPOSAL("dataset-disposal", AuditAction.DELETE),
    /** A training run began or ended. */
    TRAINING_RUN("training-run", AuditAction.EXECUTE),
    /** A model version came into another stage. */
    STAGE_CHANGE("stage-change", AuditAction.UPDATE),
    /** An export was asked for. */
    EXPORT_KICK_OFF("export-kick-off", AuditAction.EXECUTE),
    /** An export is complete. */
    EXPORT_COMPLETION("export-completion", AuditAction.EXECUTE),
    /** A file of an export was fetched. */
    EXPORT_DOWNLOAD("export-download", AuditAction.READ),
    /** A pattern passed its threshold; {@link AuditDetail#ALERT} and what belongs to it. */
    ALERT("alert", AuditAction.EXECUTE),
    /** A patient's data left for somebody outside (45 CFR 164.528); {@link AuditDetail#RECIPIENT}. */
    DISCLOSURE("disclosure", AuditAction.READ);

    private final String code;
    private final AuditAction action;

    AuditKind(String code, AuditAction action) {
        this.code = code;
        this.action = action;
    }

    /** The name of the interaction in the event. */
    public String code() {
        return code;
    }

    /** The action in the event, unless the entry states another. */
    public AuditAction action() {
        return action;
    }
}
