package org.firewarden.ledger.alert;

/** What is counted, for each actor (45 CFR 164.308(a)(1)(ii)(D), information system activity review). */
public enum AlertPattern {
    /** Requests that were refused. */
    REFUSALS("refusals"),
    /** Events in which the record of a patient was shown or changed who bears one of the labels of the settings. */
    VIP_RECORD("vip-record"),
    /** Events in which the record of a patient was shown or changed who lives where the actor lives. */
    OWN_HOUSEHOLD("own-household"),
    /** Different patients of whom something was shown at night. */
    NIGHT_READS("night-reads");

    private final String code;

    AlertPattern(String code) {
        this.code = code;
    }

    /** Its name in settings, metrics and alerts. */
    public String code() {
        return code;
    }
}
