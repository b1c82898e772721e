package org.firewarden.ledger.incident;

import ca.uhn.fhir.rest.api.server.RequestDetails;
import java.time.Instant;
import java.util.Set;
import org.firewarden.ledger.call.CallParameters;
import org.jspecify.annotations.Nullable;

/**
 * Whom {@code $affected-patients} is asked about.
 *
 * @param actor a token's subject, a client's id, or a person as a relative reference
 * @param start the first instant
 * @param end the instant before which it ends
 * @param discovered when the incident was discovered, if an assessment is to be opened, or null
 */
record AffectedRequest(
        String actor, Instant start, Instant end, @Nullable Instant discovered) {

    private static final Set<String> NAMES = Set.of("actor", "start", "end", "assess", "discovered");
    private static final int LONGEST = 500;

    static CallParameters parameters(RequestDetails request) {
        return CallParameters.of(request, NAMES);
    }

    /** Reads the parameters; what it answers counts only if they have no problem. */
    static AffectedRequest read(CallParameters parameters, Instant now) {
        String actor = parameters.text("actor", LONGEST);
        Instant start = required(parameters, "start", false);
        Instant end = required(parameters, "end", true);
        if (!end.isAfter(start)) {
            parameters.problem("Parameter end is not before start.");
        }
        String assess = parameters.one("assess");
        if (assess != null && !assess.equals("true") && !assess.equals("false")) {
            parameters.problem("Parameter assess is true or false.");
        }
        Instant discovered = parameters.instant("discovered", false);
        if (discovered != null && discovered.isAfter(now)) {
            parameters.problem("Parameter discovered is not in the future.");
        }
        boolean isAssessed = "true".equals(assess);
        if (discovered != null && !isAssessed) {
            parameters.problem("Parameter discovered goes with assess = true.");
        }
        return new AffectedRequest(actor, start, end, isAssessed ? (discovered == null ? now : discovered) : null);
    }

    private static Instant required(CallParameters parameters, String name, boolean isEnd) {
        Instant instant = parameters.instant(name, isEnd);
        if (instant == null) {
            parameters.problem("Parameter " + name + " is needed: a date, or a time with seconds and an offset.");
            return Instant.EPOCH;
        }
        return instant;
    }
}
