package org.firewarden.job;

import java.time.Instant;
import java.util.UUID;
import org.firewarden.access.Caller;

/**
 * On whose behalf one job works.
 *
 * @param jobId the job
 * @param kind its kind
 * @param parametersSha256 the digest of its parameters, in hexadecimal, so that they cannot be changed under the authority
 * @param caller who submitted it
 * @param issuedAt when
 * @param expiresAt until when it holds
 */
public record JobAuthority(
        UUID jobId, String kind, String parametersSha256, Caller caller, Instant issuedAt, Instant expiresAt) {}
