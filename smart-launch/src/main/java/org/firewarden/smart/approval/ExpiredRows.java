package org.firewarden.smart.approval;

/** Rows that have expired, which are dropped every ten minutes. Until then their date refuses them. */
@FunctionalInterface
public interface ExpiredRows {

    /** Drops them. */
    void sweep();
}
