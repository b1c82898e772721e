package org.firewarden.gate.standing;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.firewarden.access.Caller;
import org.firewarden.gate.relationship.CareSettings;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * One query for everything but the Consents, however many patients there are. Walks over links and memberships visit each
 * record once, so that a circle of them ends.
 */
final class SurroundingsQuery {

    private static final String IN_FORCE = " AND (starts_at IS NULL OR starts_at <= instant.now)";

    private static final String SQL = "WITH RECURSIVE instant(now, encounters_since) AS MATERIALIZED"
            + " (VALUES (CAST(? AS timestamptz), CAST(? AS timestamptz))),"
            + " asked(id) AS MATERIALIZED (SELECT unnest(CAST(? AS text[]))),"
            + " linked(root, id) AS (SELECT id, id FROM asked UNION SELECT linked.root, link.other_id"
            + "  FROM linked JOIN firewarden.patient_link link ON link.patient_id = linked.id),"
            + " identity(reference) AS (SELECT CAST(? AS text) UNION SELECT member.stands_for FROM identity"
            + "  JOIN firewarden.membership member ON member.member = identity.reference CROSS JOIN instant"
            + "  WHERE (ends_at IS NULL OR ends_at > instant.now)" + IN_FORCE + ")"
            + " SELECT 'L' AS kind, root AS patient_id, id AS value FROM linked"
            + " UNION ALL SELECT 'I', '', reference FROM identity WHERE reference IS NOT NULL"
            + " UNION ALL SELECT DISTINCT 'C', care.patient_id, care.caregiver FROM firewarden.caregiver care"
            + "  JOIN asked ON asked.id = care.patient_id CROSS JOIN instant"
            + "  WHERE (ends_at IS NULL OR ends_at > CASE WHEN outlasts THEN instant.encounters_since ELSE instant.now END)"
            + IN_FORCE
            // A team of another patient takes no care of this one: who may join that team has not been asked to this.
            + "  AND (care.caregiver NOT LIKE 'CareTeam/%' OR NOT EXISTS (SELECT FROM firewarden.membership team"
            + "   WHERE team.source = care.caregiver AND team.patient_id <> care.patient_id))"
            + " UNION ALL SELECT DISTINCT 'E', care.patient_id, '' FROM firewarden.caregiver care"
            + "  JOIN asked ON asked.id = care.patient_id"
            + " UNION ALL SELECT 'G', glass.patient_id, CAST(glass.id AS text) FROM firewarden.break_glass_grant glass"
            + "  JOIN asked ON asked.id = glass.patient_id CROSS JOIN instant"
            + "  WHERE glass.subject = ? AND glass.fhir_user IS NOT DISTINCT FROM ? AND ?"
            + "  AND glass.opened_at <= instant.now AND glass.expires_at > instant.now"
            + "  AND NOT EXISTS (SELECT FROM firewarden.break_glass_review review"
            + "   WHERE review.grant_id = glass.id AND review.outcome = 'WITHDRAWN')";

    private final JdbcTemplate jdbc;
    private final CareSettings settings;

    SurroundingsQuery(JdbcTemplate jdbc, CareSettings settings) {
        this.jdbc = jdbc;
        this.settings = settings;
    }

    /** A grant is for treatment: under another purpose its holder has none. */
    Surroundings of(Caller caller, Set<String> patientIds, Instant asOf) {
        Surroundings found = Surroundings.empty();
        Set<String> everInCare = new HashSet<>();
        jdbc.query(
                SQL,
                row -> {
                    String patientId = row.getString("patient_id");
                    String value = row.getString("value");
                    switch (row.getString("kind")) {
                        case "L" ->
                            found.linked()
                                    .computeIfAbsent(patientId, id -> new HashSet<>())
                                    .add(value);
                        case "C" ->
                            found.caregivers()
                                    .computeIfAbsent(patientId, id -> new HashSet<>())
                                    .add(value);
                        case "E" -> everInCare.add(patientId);
                        case "I" -> found.identities().add(value);
                        default -> found.grants().put(patientId, value);
                    }
                },
                Timestamp.from(asOf),
                Timestamp.from(asOf.minus(settings.afterEncounter())),
                patientIds.toArray(String[]::new),
                caller.fhirUser(),
                caller.subject(),
                caller.fhirUser(),
                caller.purpose().isTreating());
        // Whose care has ended is not in nobody's care.
        everInCare.forEach(id -> found.caregivers().computeIfAbsent(id, key -> new HashSet<>(Set.of(""))));
        return found;
    }
}
