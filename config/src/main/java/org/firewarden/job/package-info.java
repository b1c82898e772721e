/**
 * Long work that is done on behalf of a caller after the caller's request was answered: the port to submit, watch and cancel it,
 * and what a kind of job implements. A job works with the authority of who submitted it, sealed so that it opens for that job
 * only. Knows nothing of storage, threads or FHIR; the server does.
 */
@NullMarked
package org.firewarden.job;

import org.jspecify.annotations.NullMarked;
