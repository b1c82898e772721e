package org.firewarden.gate.enforcement;

import ca.uhn.fhir.rest.api.server.RequestDetails;
import java.util.List;
import java.util.Map;
import org.firewarden.gate.query.InnerSearch.Matches;

/** Finds resources past which the gate has looked. */
public interface VisibleResources {

    /**
     * All that match and that the caller of the request may see, or may do to it what the request's type says. Whether there are
     * too many does not depend on hidden ones, unless a great many are hidden.
     *
     * @param parameters as in {@link org.firewarden.gate.query.InnerSearch}
     * @param request made by {@link RequestContext#as}
     */
    Matches find(String resourceType, Map<String, List<String>> parameters, RequestDetails request);

    /**
     * The first of them in the order of {@code _sort}, as many as are asked for if there are so many. However many hidden ones
     * stand between them: then there are too many only if a great many are hidden.
     *
     * @param limit how many
     */
    Matches first(String resourceType, Map<String, List<String>> parameters, int limit, RequestDetails request);
}
