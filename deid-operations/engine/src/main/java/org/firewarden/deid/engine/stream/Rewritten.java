package org.firewarden.deid.engine.stream;

import org.jspecify.annotations.Nullable;

/** What came of one resource. */
public sealed interface Rewritten {

    /**
     * The resource as it may come out.
     *
     * @param type its resource type
     * @param fullUrl a URL whose last two parts are its type and token; empty if it has no identity
     * @param patient the identity of its patient in the source; null if it names none
     * @param json the resource as UTF-8 JSON in one line
     */
    @SuppressWarnings("ArrayRecordComponent") // Handed on once, never compared.
    record Kept(String type, String fullUrl, @Nullable String patient, byte[] json) implements Rewritten {}

    /** The policy does not name this resource type. */
    record Dropped() implements Rewritten {}
}
