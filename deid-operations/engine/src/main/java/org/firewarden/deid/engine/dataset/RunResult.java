package org.firewarden.deid.engine.dataset;

/**
 * How a run went.
 *
 * @param in resources read
 * @param out resources written
 * @param dropped resources of types that the policy does not name
 * @param quarantined resources and documents that were held back
 */
public record RunResult(long in, long out, long dropped, long quarantined) {}
