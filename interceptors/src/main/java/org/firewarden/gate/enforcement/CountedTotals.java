package org.firewarden.gate.enforcement;

import ca.uhn.fhir.rest.api.server.RequestDetails;
import java.util.Optional;

/** Totals that were counted as the caller. They stand in the place of HAPI's, which count hidden resources too. */
final class CountedTotals {

    private static final String KEY = CountedTotals.class.getName();

    private CountedTotals() {}

    static void keep(RequestDetails request, int total) {
        request.getUserData().put(KEY, total);
    }

    static Optional<Integer> of(RequestDetails request) {
        return request.getUserData().get(KEY) instanceof Integer total ? Optional.of(total) : Optional.empty();
    }
}
