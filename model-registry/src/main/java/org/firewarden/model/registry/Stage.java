package org.firewarden.model.registry;

/** Where a model version stands between being submitted and being taken out of use. */
public enum Stage {
    /** Admitted, not yet validated. */
    CANDIDATE,
    /** Its evaluation was accepted. */
    VALIDATED,
    /** Runs beside the version in production; its output is stored and not shown. */
    SILENT,
    /** Shown to a part of the users. */
    CANARY,
    /** Shown to all users; at most one version of a model stands here. */
    PRODUCTION,
    /** Replaced by a newer version. */
    RETIRED,
    /** Taken out of use because something is wrong with it. */
    DISABLED
}
