/**
 * How a model version moves from candidate to production and out of it: conditions, approvals, roll-back. Knows the registry and
 * roles; knows no HTTP and no patient.
 */
@NullMarked
package org.firewarden.model.stage;

import org.jspecify.annotations.NullMarked;
