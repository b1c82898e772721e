package org.firewarden.gate.enforcement;

import ca.uhn.fhir.rest.api.server.RequestDetails;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import org.firewarden.access.Decision;
import org.firewarden.access.DenialReason;
import org.firewarden.access.Interaction;
import org.jspecify.annotations.Nullable;

/**
 * Parameters of requests that are no searches. There no query is read, so what would ask about resources that the answer does
 * not hold, or about text of the whole resource, is refused for everybody.
 */
final class ClosedQueries {

    private static final Set<String> CLOSED_PARAMETERS = Set.of(
            "_filter", "_list", "_query", "_total", "_contained", "_content", "_text", "_sort", "_pid", "_offset");
    private static final Set<String> HARMLESS_ON_WRITES = Set.of("_format", "_pretty");

    private ClosedQueries() {}

    static void check(RequestDetails request, @Nullable Interaction interaction) {
        Map<String, String[]> parameters = request.getParameters();
        boolean isStrayQuery =
                interaction != null && interaction.isWrite() && !HARMLESS_ON_WRITES.containsAll(parameters.keySet());
        if (isOfAuditTrail(request)) {
            return;
        }
        if (isStrayQuery || parameters.entrySet().stream().anyMatch(ClosedQueries::isClosed)) {
            throw Denials.refuse(request, new Decision.Deny(DenialReason.QUERY_CLOSED, null));
        }
    }

    /** The audit trail is a view with parameters of its own, which it reads itself and refuses if it does not know them. */
    static boolean isOfAuditTrail(RequestDetails request) {
        return "AuditEvent".equals(request.getResourceName());
    }

    private static boolean isClosed(Map.Entry<String, String[]> parameter) {
        String name = parameter.getKey();
        boolean isChain = name.indexOf('.') >= 0 || name.startsWith("_has");
        boolean isCount =
                name.equals("_summary") && Arrays.asList(parameter.getValue()).contains("count");
        int modifier = name.indexOf(':');
        String bare = modifier < 0 ? name : name.substring(0, modifier);
        return isChain || isCount || CLOSED_PARAMETERS.contains(bare);
    }
}
