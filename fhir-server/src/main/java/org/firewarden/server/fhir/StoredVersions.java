package org.firewarden.server.fhir;

import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.jpa.api.dao.IFhirResourceDao;
import ca.uhn.fhir.jpa.model.dao.JpaPid;
import java.util.List;
import java.util.function.Consumer;
import org.firewarden.gate.relationship.StoredResources;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.springframework.jdbc.core.JdbcTemplate;

/** The current resources as HAPI stores them, some hundred at a time. */
final class StoredVersions implements StoredResources {

    private static final int AT_A_TIME = 500;

    private final DaoRegistry daos;
    private final JdbcTemplate jdbc;

    StoredVersions(DaoRegistry daos, JdbcTemplate jdbc) {
        this.daos = daos;
        this.jdbc = jdbc;
    }

    @Override
    public void forEach(String resourceType, Consumer<IBaseResource> reader) {
        IFhirResourceDao<?> dao = daos.getResourceDao(resourceType);
        long last = 0;
        List<Long> ids;
        do {
            ids = jdbc.queryForList(
                    "SELECT res_id FROM hfj_resource WHERE res_type = ? AND res_deleted_at IS NULL AND res_id > ?"
                            + " ORDER BY res_id LIMIT " + AT_A_TIME,
                    Long.class,
                    resourceType,
                    last);
            for (Long id : ids) {
                reader.accept(dao.readByPid(JpaPid.fromId(id)));
                last = id;
            }
        } while (!ids.isEmpty());
    }
}
