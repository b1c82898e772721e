/**
 * Policy files: from YAML in {@code config/policies} to the {@link org.firewarden.gate.decision.Policy} in force, checked
 * whole and swapped whole. Knows files, their schema and the elements of R4; knows no request and no caller.
 */
@NullMarked
package org.firewarden.gate.policy;

import org.jspecify.annotations.NullMarked;
