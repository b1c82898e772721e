package org.firewarden.train.privacy;

/** How the alternating series at fractional orders is summed. */
public enum FractionalSeries {
    /** With its signs: the exact value. */
    SIGNED,
    /** With absolute values, as dp_accounting does: slightly larger, therefore also a bound. */
    ABSOLUTE
}
