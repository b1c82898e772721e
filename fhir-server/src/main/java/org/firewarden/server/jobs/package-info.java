/**
 * Runs jobs on all nodes of a server: a table with leases in schema {@code firewarden}, workers, and the address at which an owner
 * asks how a job is. HAPI's batch2 is not used for them: a work chunk that was on its way when a process was killed stays where it
 * was, since its broker lives in memory and its maintenance sends READY chunks only; a step knows neither progress nor cancellation
 * while it works; and chunks, parameters and error texts lie in the clear in its tables.
 */
@NullMarked
package org.firewarden.server.jobs;

import org.jspecify.annotations.NullMarked;
