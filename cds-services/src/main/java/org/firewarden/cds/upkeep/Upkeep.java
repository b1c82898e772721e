package org.firewarden.cds.upkeep;

/** Work that each node does once a minute. It may be done by several nodes at once, and may fail: the next minute tries again. */
public interface Upkeep {

    /** Does the work. */
    void run();
}
