package org.firewarden.server.jobs;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.api.server.ResponseDetails;
import ca.uhn.fhir.rest.server.servlet.ServletRequestDetails;
import java.net.URI;
import java.util.UUID;
import org.firewarden.job.Jobs;

/**
 * Answers an operation that has submitted a job with 202 and the address of its status (FHIR R4 async.html). The operation says so
 * under {@link Jobs#ACCEPTED_ATTRIBUTE}; its resource is the body.
 */
@Interceptor
public final class AcceptedJobs {

    private final URI base;

    /** Names the job by this address of the server. */
    public AcceptedJobs(URI base) {
        this.base = base;
    }

    /** Looks at an answer before it is written. */
    @Hook(Pointcut.SERVER_OUTGOING_RESPONSE)
    public void accept(RequestDetails request, ResponseDetails response) {
        if (request instanceof ServletRequestDetails servlet
                && servlet.getServletRequest().getAttribute(Jobs.ACCEPTED_ATTRIBUTE) instanceof UUID job) {
            response.setResponseCode(202);
            servlet.getServletResponse().setHeader("Content-Location", base + "/jobs/" + job);
        }
    }
}
