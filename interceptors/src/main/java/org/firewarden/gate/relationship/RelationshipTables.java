package org.firewarden.gate.relationship;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.firewarden.gate.relationship.Relationships.Caregiver;
import org.firewarden.gate.relationship.Relationships.Link;
import org.firewarden.gate.relationship.Relationships.Membership;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Tables {@code firewarden.caregiver}, {@code membership} and {@code patient_link}, and those of study cohorts. Writing joins the
 * transaction in progress.
 */
public final class RelationshipTables implements CareRelationships {

    private static final String CLOSURE =
            "WITH RECURSIVE linked(id) AS (SELECT CAST(? AS text) UNION SELECT link.other_id"
                    + " FROM linked JOIN firewarden.patient_link link ON link.patient_id = linked.id)"
                    + " SELECT id FROM linked WHERE id <> ? LIMIT ?";
    private static final int MAXIMUM_LISTED = 1_000;

    private final JdbcTemplate jdbc;
    private final CareSettings settings;
    private final StudyCohortTables cohorts;

    /** Uses the application's database. */
    public RelationshipTables(JdbcTemplate jdbc, CareSettings settings) {
        this.jdbc = jdbc;
        this.settings = settings;
        this.cohorts = new StudyCohortTables(jdbc);
    }

    /** Puts what a resource says in place of what it said before, and answers what it says of care. */
    Relationships put(IBaseResource resource) {
        String source = source(resource);
        if (StudyCohortReader.TYPES.contains(resource.fhirType())) {
            cohorts.put(source, StudyCohortReader.read(resource));
            return Relationships.NONE;
        }
        Relationships relationships = RelationshipReader.read(resource);
        put(source, relationships);
        return relationships;
    }

    /** Takes away what a resource said. */
    void remove(IBaseResource resource) {
        String source = source(resource);
        if (StudyCohortReader.TYPES.contains(resource.fhirType())) {
            cohorts.put(source, StudyCohort.NONE);
        } else {
            remove(source);
        }
    }

    private static String source(IBaseResource resource) {
        return resource.fhirType() + "/" + resource.getIdElement().getIdPart();
    }

    private void put(String source, Relationships relationships) {
        remove(source);
        List<Object[]> caregivers = new ArrayList<>();
        for (Caregiver caregiver : relationships.caregivers()) {
            caregivers.add(new Object[] {
                source,
                caregiver.patientId(),
                caregiver.reference(),
                timestamp(caregiver.validity().start()),
                timestamp(caregiver.validity().end()),
                caregiver.outlasts()
            });
        }
        insert(
                "INSERT INTO firewarden.caregiver (source, patient_id, caregiver, starts_at, ends_at, outlasts)"
                        + " VALUES (?, ?, ?, ?, ?, ?)",
                caregivers);
        List<Object[]> memberships = new ArrayList<>();
        for (Membership membership : relationships.memberships()) {
            memberships.add(new Object[] {
                source,
                membership.member(),
                membership.standsFor(),
                membership.patientId(),
                timestamp(membership.validity().start()),
                timestamp(membership.validity().end())
            });
        }
        insert(
                "INSERT INTO firewarden.membership (source, member, stands_for, patient_id, starts_at, ends_at)"
                        + " VALUES (?, ?, ?, ?, ?, ?)",
                memberships);
        List<Object[]> links = new ArrayList<>();
        for (Link link : relationships.links()) {
            links.add(new Object[] {source, link.patientId(), link.otherId()});
            links.add(new Object[] {source, link.otherId(), link.patientId()});
        }
        insert("INSERT INTO firewarden.patient_link (source, patient_id, other_id) VALUES (?, ?, ?)", links);
    }

    private void remove(String source) {
        jdbc.update(
                "WITH caregivers AS (DELETE FROM firewarden.caregiver WHERE source = ?),"
                        + " links AS (DELETE FROM firewarden.patient_link WHERE source = ?)"
                        + " DELETE FROM firewarden.membership WHERE source = ?",
                source,
                source,
                source);
    }

    @Override
    public Set<String> linkedTo(String patientId) {
        return new TreeSet<>(jdbc.queryForList(CLOSURE, String.class, patientId, patientId, MAXIMUM_LISTED));
    }

    @Override
    public List<Relationship> between(String patientId, Set<String> identities, Instant asOf) {
        return jdbc.query(
                "SELECT DISTINCT source, caregiver FROM firewarden.caregiver WHERE patient_id = ? AND caregiver = ANY (?)"
                        + " AND (starts_at IS NULL OR starts_at <= ?)"
                        + " AND (ends_at IS NULL OR ends_at > CASE WHEN outlasts THEN CAST(? AS timestamptz) ELSE CAST(? AS timestamptz)"
                        + " END)"
                        + " ORDER BY source, caregiver LIMIT 100",
                (row, i) -> new Relationship(row.getString("source"), row.getString("caregiver")),
                patientId,
                identities.toArray(String[]::new),
                Timestamp.from(asOf),
                Timestamp.from(asOf.minus(settings.afterEncounter())),
                Timestamp.from(asOf));
    }

    private void insert(String sql, List<Object[]> rows) {
        if (rows.size() == 1) {
            jdbc.update(sql, rows.get(0));
        } else if (!rows.isEmpty()) {
            jdbc.batchUpdate(sql, rows);
        }
    }

    private static @Nullable Timestamp timestamp(@Nullable Instant instant) {
        return instant == null ? null : Timestamp.from(instant);
    }
}
