package org.firewarden.server.fhir;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.firewarden.gate.consent.RelatedResources;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * What stored resources refer to, by the references that HAPI indexes for its search parameters (tables {@code hfj_resource}
 * and {@code hfj_res_link}, as the stored resource has them now). HAPI offers no public way that reads them without reading
 * and showing the resource; {@code ConsentIT} fails when the tables change.
 */
final class IndexedReferences implements RelatedResources {

    private final JdbcTemplate jdbc;

    IndexedReferences(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public Map<String, Set<String>> referredToBy(Set<String> references) {
        Map<String, Set<String>> found = new HashMap<>();
        jdbc.query(
                "SELECT source.res_type || '/' || source.fhir_id AS source_reference,"
                        + " target.res_type || '/' || target.fhir_id AS target_reference"
                        + " FROM hfj_resource source"
                        + " JOIN hfj_res_link link ON link.src_resource_id = source.res_id"
                        + " JOIN hfj_resource target ON target.res_id = link.target_resource_id"
                        + " WHERE source.fhir_id = ANY (?) AND source.res_type || '/' || source.fhir_id = ANY (?)",
                row -> {
                    found.computeIfAbsent(row.getString("source_reference"), source -> new HashSet<>())
                            .add(row.getString("target_reference"));
                },
                references.stream()
                        .map(reference -> reference.substring(reference.indexOf('/') + 1))
                        .toArray(String[]::new),
                references.toArray(String[]::new));
        return found;
    }
}
