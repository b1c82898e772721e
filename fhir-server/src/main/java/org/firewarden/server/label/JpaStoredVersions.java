package org.firewarden.server.label;

import ca.uhn.fhir.jpa.dao.IJpaStorageResourceParser;
import ca.uhn.fhir.jpa.model.entity.ResourceEncodingEnum;
import ca.uhn.fhir.jpa.model.entity.ResourceHistoryTable;
import jakarta.persistence.EntityManager;
import java.util.ArrayList;
import java.util.List;
import org.firewarden.gate.label.StoredVersions;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Resource;

/** HAPI's stored versions in the order in which they were written. What is read here is labelled and shown to nobody. */
final class JpaStoredVersions implements StoredVersions {

    private final EntityManager entities;
    private final IJpaStorageResourceParser parser;

    JpaStoredVersions(EntityManager entities, IJpaStorageResourceParser parser) {
        this.entities = entities;
        this.parser = parser;
    }

    @Override
    public Page after(long cursor, int size) {
        List<ResourceHistoryTable> versions = entities.createQuery(
                        "SELECT v FROM ResourceHistoryTable v JOIN FETCH v.myResourceTable"
                                + " WHERE v.myId.myVersionId > :cursor ORDER BY v.myId.myVersionId",
                        ResourceHistoryTable.class)
                .setParameter("cursor", cursor)
                .setMaxResults(size)
                .getResultList();
        List<Resource> resources = new ArrayList<>();
        long last = cursor;
        for (ResourceHistoryTable version : versions) {
            last = version.getId().getId();
            if (version.getEncoding() != ResourceEncodingEnum.DEL) {
                IBaseResource resource = parser.toResource(version, false);
                resources.add((Resource) resource);
            }
        }
        return new Page(resources, versions.size(), last);
    }
}
