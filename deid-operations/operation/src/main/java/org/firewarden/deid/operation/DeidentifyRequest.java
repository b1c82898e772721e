package org.firewarden.deid.operation;

import org.firewarden.access.Caller;
import org.firewarden.phi.Phi;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of a synchronous {@code $deidentify}.
 *
 * @param caller who asks; null if the request bears no verified token
 * @param policy the policy's name or DARTS code, as sent; null if it was not sent
 * @param terms the terms asked for
 * @param bundle the data as a FHIR JSON Bundle, if the caller brings it
 * @param patient a reference to a patient of this server, if the caller does not
 */
record DeidentifyRequest(
        @Nullable Caller caller,
        @Nullable String policy,
        AskedTerms terms,
        @Nullable Phi<byte[]> bundle,
        @Nullable Phi<String> patient) {}
