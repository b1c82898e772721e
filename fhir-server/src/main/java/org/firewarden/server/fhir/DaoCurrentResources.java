package org.firewarden.server.fhir;

import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import ca.uhn.fhir.rest.server.exceptions.ResourceGoneException;
import ca.uhn.fhir.rest.server.exceptions.ResourceNotFoundException;
import org.firewarden.gate.enforcement.CurrentResources;
import org.hl7.fhir.r4.model.IdType;

/** Asks HAPI's storage, where the gate hides what the caller may not reach. */
final class DaoCurrentResources implements CurrentResources {

    private final DaoRegistry daos;

    DaoCurrentResources(DaoRegistry daos) {
        this.daos = daos;
    }

    @Override
    public boolean isThere(String resourceType, String resourceId, RequestDetails request) {
        try {
            return daos.getResourceDao(resourceType).read(new IdType(resourceType, resourceId), request) != null;
        } catch (ResourceNotFoundException | ResourceGoneException | InvalidRequestException e) {
            // Absent, deleted, hidden, or an id or a type that nothing can have: not there for this caller.
            return false;
        }
    }
}
