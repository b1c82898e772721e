package org.firewarden.server.record;

import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.rest.api.RestOperationTypeEnum;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import ca.uhn.fhir.rest.server.exceptions.ResourceGoneException;
import ca.uhn.fhir.rest.server.exceptions.ResourceNotFoundException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.firewarden.access.Caller;
import org.firewarden.access.PurposeOfUse;
import org.firewarden.access.Role;
import org.firewarden.access.SmartScopes;
import org.firewarden.audit.AuditDraft;
import org.firewarden.gate.enforcement.RequestContext;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Consent;
import org.hl7.fhir.r4.model.Group;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Resource;

/**
 * What the server looks at on its own behalf when it reads a cohort, as an interface engine does: who is a member of a Group, and
 * whose Consents have changed. Nothing of these leaves the server; each patient is decided on by the gate, one by one. To read the
 * Group as its caller would need a research Consent of each member, and one refusal would close it for all.
 */
final class GroupMembers {

    private static final Caller SERVER = new Caller(
            "firewarden",
            "firewarden",
            Set.of(Role.INTERFACE_ENGINE),
            SmartScopes.parse("system/*.cruds"),
            PurposeOfUse.HOPERAT,
            null,
            null,
            null,
            null,
            null);

    private final DaoRegistry daos;
    private final GatedSearch search;

    GroupMembers(DaoRegistry daos, GatedSearch search) {
        this.daos = daos;
        this.search = search;
    }

    /** The logical ids of the patients who are members now, in the order of the Group; empty if there is no such Group. */
    Set<String> of(String groupId) {
        Set<String> members = new LinkedHashSet<>();
        try {
            IBaseResource found = daos.getResourceDao("Group")
                    .read(new IdType("Group", groupId), request(RestOperationTypeEnum.UPDATE));
            if (found instanceof Group group) {
                for (Group.GroupMemberComponent member : group.getMember()) {
                    IdType id = new IdType(member.getEntity().getReference());
                    if (!member.getInactive() && "Patient".equals(id.getResourceType()) && id.hasIdPart()) {
                        members.add(id.getIdPart());
                    }
                }
            }
        } catch (ResourceNotFoundException | ResourceGoneException | InvalidRequestException e) {
            // Absent, deleted, or an id that nothing can have: nobody is a member.
            return Set.of();
        }
        return members;
    }

    /** The patients whose Consents, or who themselves, have changed since; a Consent of everybody, such as a waiver, names none. */
    Map<String, Instant> consentsChangedSince(Instant instant) {
        Map<String, Instant> patients = new HashMap<>();
        Map<String, List<String>> since =
                Map.of("_lastUpdated", List.of("ge" + instant.truncatedTo(ChronoUnit.MILLIS)));
        search.find("Consent", since, request(RestOperationTypeEnum.UPDATE), resource -> {
            Consent consent = (Consent) resource;
            note(patients, new IdType(consent.getPatient().getReference()), consent);
        });
        search.find(
                "Patient",
                since,
                request(RestOperationTypeEnum.UPDATE),
                resource -> note(patients, ((Patient) resource).getIdElement(), (Patient) resource));
        return patients;
    }

    private static void note(Map<String, Instant> patients, IdType id, Resource changed) {
        Instant at = changed.getMeta().getLastUpdated().toInstant();
        if (id.hasIdPart()) {
            patients.merge(id.getIdPart(), at, (a, b) -> a.isAfter(b) ? a : b);
        }
    }

    /** Asks as one who is about to update does, since no Consent keeps an interface engine from that. Its draft is nobody's. */
    private static RequestDetails request(RestOperationTypeEnum type) {
        return RequestContext.as(SERVER, new AuditDraft("cohort", "localhost"), type);
    }
}
