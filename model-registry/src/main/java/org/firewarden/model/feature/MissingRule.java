package org.firewarden.model.feature;

/** What it means that a chart says nothing about a feature. */
enum MissingRule {
    /** The value is unknown, and a model that needs it gives no answer. */
    REQUIRED,
    /** Nothing recorded counts as no: for conditions and medications, of which a chart lists only those that are there. */
    ABSENT_MEANS_FALSE,
    /** The model was made to do without it: it takes a number that stands for 'not known'. */
    SUBSTITUTED
}
