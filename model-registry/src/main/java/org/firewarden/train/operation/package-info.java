/**
 * {@code $train}: a run as a job, from an open data set to a signed candidate, and what is kept of it. Knows the ports of jobs, data
 * sets, the registry and the audit trail; knows no HTTP.
 */
@NullMarked
package org.firewarden.train.operation;

import org.jspecify.annotations.NullMarked;
