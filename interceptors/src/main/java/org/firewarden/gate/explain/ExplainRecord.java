package org.firewarden.gate.explain;

import java.util.Optional;
import org.firewarden.audit.AuditDraft;
import org.hl7.fhir.instance.model.api.IBaseResource;

/** The FHIR storage, as far as an explanation needs it: on the server's own behalf and noted in the request's draft. */
@FunctionalInterface
public interface ExplainRecord {

    /** The current version of a resource, whoever may see it. */
    Optional<IBaseResource> find(String resourceType, String resourceId, AuditDraft draft);
}
