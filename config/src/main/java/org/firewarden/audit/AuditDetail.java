package org.firewarden.audit;

/**
 * The names of details that mean the same in each event. In the clear: codes, counts, ids, never a patient value. What describes
 * a patient, or was written by somebody, goes into {@link AuditDraft#sealedDetail}.
 */
public final class AuditDetail {

    /** The model that was asked. */
    public static final String MODEL = "model";

    /** Its version; auditors search by it. */
    public static final String MODEL_VERSION = "model-version";

    /** The SHA-256 of the model file, in hexadecimal. */
    public static final String MODEL_SHA256 = "model-sha256";

    /** The names of the features that were used, with commas; not their values. */
    public static final String FEATURES = "features";

    /** What the model said. Sealed. */
    public static final String OUTPUT = "output";

    /** How sure it was, as the model card defines it. Sealed. */
    public static final String CONFIDENCE = "confidence";

    /** {@code shown} or {@code silent}. */
    public static final String SHOWN = "shown";

    /** What the human decided: {@code accepted} or {@code overridden}. */
    public static final String DECISION = "decision";

    /** Why, as a code. */
    public static final String DECISION_REASON = "decision-reason";

    /** Why, in the human's own words. Sealed. */
    public static final String DECISION_COMMENT = "decision-comment";

    /** What changed, as a code. */
    public static final String CHANGE = "change";

    /** How strongly somebody signed in. */
    public static final String ACR = "acr";

    /** The OAuth grant type. */
    public static final String GRANT_TYPE = "grant-type";

    /** The scopes that were granted. */
    public static final String SCOPE = "scope";

    /** The id of a key. */
    public static final String KEY = "key";

    /** The id of the key before. */
    public static final String KEY_BEFORE = "key-before";

    /** The purpose of a key. */
    public static final String KEY_PURPOSE = "key-purpose";

    /** The de-identification policy that was applied. */
    public static final String DEIDENTIFICATION_POLICY = "policy";

    /** To whom data went, as an id. */
    public static final String RECIPIENT = "recipient";

    /** The pattern that passed its threshold, as a code. */
    public static final String ALERT = "alert";

    /** The correlation id of the request by which it was passed. */
    public static final String ALERT_REQUEST = "alert-request";

    /** How often. */
    public static final String ALERT_COUNT = "alert-count";

    /** How often it may be. */
    public static final String ALERT_THRESHOLD = "alert-threshold";

    /** Within which time, in ISO 8601. */
    public static final String ALERT_WINDOW = "alert-window";

    private AuditDetail() {}
}
