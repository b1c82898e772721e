/**
 * Sensitivity labels in HAPI's storage: raises those of stored resources, reads stored versions for the job that labels anew, and
 * starts that job. What is sensitive is decided in {@code gate.label}.
 */
@NullMarked
package org.firewarden.server.label;

import org.jspecify.annotations.NullMarked;
