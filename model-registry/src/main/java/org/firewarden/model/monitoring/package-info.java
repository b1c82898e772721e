/**
 * How model versions do in use: calls, decisions of people, outcomes, drift, and what follows when limits are passed. Knows
 * versions and aggregates; keeps nothing of a single patient.
 */
@NullMarked
package org.firewarden.model.monitoring;

import org.jspecify.annotations.NullMarked;
