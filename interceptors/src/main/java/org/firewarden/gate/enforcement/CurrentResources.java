package org.firewarden.gate.enforcement;

import ca.uhn.fhir.rest.api.server.RequestDetails;

/** Whether a resource is there for somebody, asked before a request that changes it or unfolds it is let in. */
public interface CurrentResources {

    /**
     * True if the resource exists and the caller of the request may do to it what the request's type says. Hidden and absent
     * are both false.
     *
     * @param request made by {@link RequestContext#as}
     */
    boolean isThere(String resourceType, String resourceId, RequestDetails request);

    /** True if the resource is there for the caller of the request with something hidden. */
    boolean isMasked(String resourceType, String resourceId, RequestDetails request);
}
