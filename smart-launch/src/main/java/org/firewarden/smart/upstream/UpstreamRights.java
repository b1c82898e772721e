package org.firewarden.smart.upstream;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Set;
import org.firewarden.access.PurposeOfUse;
import org.firewarden.access.Role;
import org.firewarden.access.SmartScopes;
import org.jspecify.annotations.Nullable;

/**
 * What somebody's claims stand for here.
 *
 * @param roles at least one
 * @param ceiling the widest scopes that any token can carry
 * @param purposes the usual one first
 * @param fhirUser the person as a relative FHIR reference, or null
 * @param patientId the own record of a patient, or null for anybody else
 */
record UpstreamRights(
        Set<Role> roles,
        SmartScopes ceiling,
        List<PurposeOfUse> purposes,
        @Nullable String fhirUser,
        @Nullable String patientId) {

    UpstreamRights {
        roles = Set.copyOf(roles);
        purposes = List.copyOf(purposes);
    }

    /** As {@link org.firewarden.smart.people.PersonJson} reads it. */
    ObjectNode toJson(String name) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("name", name);
        roles.forEach(role -> json.withArray("roles").add(role.code()));
        json.put("scope", ceiling.toString());
        purposes.forEach(purpose -> json.withArray("purposes").add(purpose.code()));
        if (fhirUser != null) {
            json.put("fhirUser", fhirUser);
        }
        if (patientId != null) {
            json.put("patient", patientId);
        }
        return json;
    }
}
