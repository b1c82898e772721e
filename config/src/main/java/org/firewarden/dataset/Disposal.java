package org.firewarden.dataset;

import java.time.Instant;

/**
 * How a data set ended: its key was destroyed, and with it every copy of its files (NIST SP 800-88, cryptographic erase).
 *
 * @param at when
 * @param by the subject of who did it, or {@code firewarden} when its time was over
 * @param reason a code: {@code requested} or {@code expired}
 * @param certificate a signed note that says so and can be verified without this server
 */
public record Disposal(Instant at, String by, String reason, String certificate) {}
