package org.firewarden.server.fhir;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.firewarden.gate.consent.RelatedResources;
import org.firewarden.gate.enforcement.ReachedPatients;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * What stored resources refer to, by the references that HAPI indexes for its search parameters (tables {@code hfj_resource}
 * and {@code hfj_res_link}, as the stored resource has them now). HAPI offers no public way that reads them without reading
 * and showing the resource; {@code ConsentIT} and {@code CompartmentAttackIT} fail when the tables change.
 */
final class IndexedReferences implements RelatedResources, ReachedPatients {

    /** As far as a Composition of DiagnosticReports of Observations, and one step more. */
    private static final int STEPS = 4;

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
                ids(references),
                references.toArray(String[]::new));
        return found;
    }

    @Override
    public Map<String, Set<String>> from(Set<String> references) {
        Map<String, Set<String>> patients = new HashMap<>();
        jdbc.query(
                "WITH RECURSIVE reached(root, res_id, res_type, fhir_id, steps) AS ("
                        + " SELECT res_type || '/' || fhir_id, res_id, CAST(res_type AS text), CAST(fhir_id AS text), 0"
                        + "  FROM hfj_resource WHERE fhir_id = ANY (?) AND res_type || '/' || fhir_id = ANY (?)"
                        + " UNION SELECT reached.root, target.res_id, CAST(target.res_type AS text),"
                        + "  CAST(target.fhir_id AS text), reached.steps + 1"
                        + "  FROM reached JOIN hfj_res_link link ON link.src_resource_id = reached.res_id"
                        + "  JOIN hfj_resource target ON target.res_id = link.target_resource_id"
                        + "  WHERE reached.steps < ? AND reached.res_type <> 'Patient')"
                        + " SELECT DISTINCT root, fhir_id FROM reached WHERE res_type = 'Patient'",
                row -> {
                    patients.computeIfAbsent(row.getString("root"), root -> new HashSet<>())
                            .add(row.getString("fhir_id"));
                },
                ids(references),
                references.toArray(String[]::new),
                STEPS);
        return patients;
    }

    private static String[] ids(Set<String> references) {
        return references.stream()
                .map(reference -> reference.substring(reference.indexOf('/') + 1))
                .toArray(String[]::new);
    }
}
