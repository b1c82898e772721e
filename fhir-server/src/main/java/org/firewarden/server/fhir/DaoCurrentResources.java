package org.firewarden.server.fhir;

import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import ca.uhn.fhir.rest.server.exceptions.ResourceGoneException;
import ca.uhn.fhir.rest.server.exceptions.ResourceNotFoundException;
import org.firewarden.gate.enforcement.CurrentResources;
import org.firewarden.gate.masking.MaskLabels;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.IdType;
import org.jspecify.annotations.Nullable;

/** Asks HAPI's storage, where the gate hides what the caller may not reach. */
final class DaoCurrentResources implements CurrentResources {

    private final DaoRegistry daos;

    DaoCurrentResources(DaoRegistry daos) {
        this.daos = daos;
    }

    @Override
    public boolean isThere(String resourceType, String resourceId, RequestDetails request) {
        try {
            return read(resourceType, resourceId, request) != null;
        } catch (ResourceNotFoundException | ResourceGoneException | InvalidRequestException e) {
            // Absent, deleted, hidden, or an id or a type that nothing can have: not there for this caller.
            return false;
        }
    }

    @Override
    public boolean isMasked(String resourceType, String resourceId, RequestDetails request) {
        try {
            IBaseResource shown = read(resourceType, resourceId, request);
            return shown != null && MaskLabels.isIncomplete(shown);
        } catch (ResourceNotFoundException | ResourceGoneException | InvalidRequestException e) {
            // What this caller cannot read is judged when it is written.
            return false;
        }
    }

    private @Nullable IBaseResource read(String resourceType, String resourceId, RequestDetails request) {
        return daos.getResourceDao(resourceType).read(new IdType(resourceType, resourceId), request);
    }
}
