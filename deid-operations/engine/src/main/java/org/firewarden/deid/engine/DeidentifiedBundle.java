package org.firewarden.deid.engine;

/**
 * What came of a Bundle.
 *
 * @param json a Bundle of type {@code collection} as UTF-8 JSON
 * @param resourcesIn how many resources came in
 * @param resourcesOut how many came out
 */
@SuppressWarnings("ArrayRecordComponent") // Handed on once, never compared.
public record DeidentifiedBundle(byte[] json, int resourcesIn, int resourcesOut) {}
