package org.firewarden.gate.standing;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.firewarden.gate.consent.ConsentRules;
import org.firewarden.gate.decision.ConsentRule;
import org.firewarden.gate.relationship.CareSettings;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/** Reads the tables as they are now: one query for all but the Consents of any number of patients, and one for those. */
final class StandingReader {

    private static final String NO_TIME = "CAST(NULL AS timestamptz)";
    private static final String IN_FORCE = " AND (starts_at IS NULL OR starts_at <= instant.now)";

    private static final String INSTANT = "instant(now, encounters_since) AS MATERIALIZED"
            + " (VALUES (CAST(? AS timestamptz), CAST(? AS timestamptz)))";

    private static final String PATIENTS = "WITH " + INSTANT + ","
            + " asked(id) AS MATERIALIZED (SELECT unnest(CAST(? AS text[]))),"
            + " care AS MATERIALIZED (SELECT patient_id, caregiver, starts_at, ends_at, outlasts"
            + "  FROM firewarden.caregiver JOIN asked ON asked.id = patient_id),"
            + " cohort AS MATERIALIZED (SELECT patient_id, study_id, is_excluded, starts_at, ends_at"
            + "  FROM firewarden.cohort_member JOIN asked ON asked.id = patient_id"
            + "  JOIN firewarden.study_enrollment USING (cohort))"
            + " SELECT DISTINCT 'LINK' AS kind, patient_id, other_id AS value, NULL AS fhir_user,"
            + NO_TIME + " AS from_when, " + NO_TIME + " AS until_when"
            + "  FROM firewarden.patient_link JOIN asked ON asked.id = patient_id"
            + " UNION ALL SELECT DISTINCT 'CARE', patient_id, caregiver, NULL, " + NO_TIME + ", " + NO_TIME
            + " FROM care CROSS JOIN instant"
            + "  WHERE (ends_at IS NULL OR ends_at > CASE WHEN outlasts THEN instant.encounters_since ELSE instant.now END)"
            + IN_FORCE
            // A team of another patient takes no care of this one: who may join that team has not been asked to this.
            + "  AND (caregiver NOT LIKE 'CareTeam/%' OR NOT EXISTS (SELECT FROM firewarden.membership team"
            + "   WHERE team.source = caregiver AND team.patient_id <> care.patient_id))"
            + " UNION ALL SELECT DISTINCT 'EVER', patient_id, caregiver, NULL, " + NO_TIME + ", " + NO_TIME
            + " FROM care"
            + "  WHERE caregiver LIKE 'CareTeam/%'"
            // When a period begins or ends next; an encounter counts on after its end.
            + " UNION ALL SELECT 'EVER', patient_id, NULL, NULL, min(starts_at) FILTER (WHERE starts_at > instant.now),"
            + "  min(ends_at) FILTER (WHERE NOT outlasts AND ends_at > instant.now) FROM care CROSS JOIN instant"
            + "  GROUP BY patient_id"
            + " UNION ALL SELECT 'OUTLASTS', patient_id, NULL, NULL, " + NO_TIME
            + ", min(ends_at) FROM care CROSS JOIN instant"
            + "  WHERE outlasts AND ends_at > instant.encounters_since GROUP BY patient_id"
            + " UNION ALL SELECT DISTINCT 'STUDY', patient_id, study_id, NULL, " + NO_TIME + ", " + NO_TIME
            + " FROM cohort here CROSS JOIN instant"
            + "  WHERE NOT is_excluded AND (ends_at IS NULL OR ends_at > instant.now)" + IN_FORCE
            + "  AND NOT EXISTS (SELECT FROM cohort gone WHERE gone.is_excluded"
            + "   AND gone.patient_id = here.patient_id AND gone.study_id = here.study_id)"
            + " UNION ALL SELECT 'TURN', patient_id, NULL, NULL, min(starts_at) FILTER (WHERE starts_at > instant.now),"
            + "  min(ends_at) FILTER (WHERE ends_at > instant.now) FROM cohort CROSS JOIN instant GROUP BY patient_id"
            + " UNION ALL SELECT 'GRANT', glass.patient_id, CAST(glass.id AS text) || ' ' || glass.subject, glass.fhir_user,"
            + "  glass.opened_at, glass.expires_at FROM firewarden.break_glass_grant glass"
            + "  JOIN asked ON asked.id = glass.patient_id CROSS JOIN instant WHERE glass.expires_at > instant.now"
            + "  AND NOT EXISTS (SELECT FROM firewarden.break_glass_review review"
            + "   WHERE review.grant_id = glass.id AND review.outcome = 'WITHDRAWN')";

    /** Visits each member once, so that a circle ends. */
    private static final String IDENTITIES = "WITH RECURSIVE " + INSTANT + ","
            + " identity(reference) AS (SELECT CAST(? AS text) UNION SELECT member.stands_for FROM identity"
            + "  JOIN firewarden.membership member ON member.member = identity.reference CROSS JOIN instant"
            + "  WHERE (ends_at IS NULL OR ends_at > instant.now)" + IN_FORCE + ")"
            + " SELECT reference, CAST(NULL AS timestamptz) AS until_when FROM identity WHERE reference IS NOT NULL"
            + " UNION ALL SELECT NULL, least(min(starts_at) FILTER (WHERE starts_at > instant.now),"
            + "  min(ends_at) FILTER (WHERE ends_at > instant.now))"
            + "  FROM identity JOIN firewarden.membership ON member = reference CROSS JOIN instant";

    private final ConsentRules consents;
    private final JdbcTemplate jdbc;
    private final CareSettings settings;

    StandingReader(ConsentRules consents, JdbcTemplate jdbc, CareSettings settings) {
        this.consents = consents;
        this.jdbc = jdbc;
        this.settings = settings;
    }

    /** The records of these patients, each of them, by the patient's logical id. */
    Map<String, PatientRecord> records(Set<String> patientIds, Instant asOf) {
        Map<String, Draft> drafts = new HashMap<>();
        patientIds.forEach(id -> drafts.put(id, new Draft()));
        jdbc.query(
                PATIENTS,
                row -> {
                    Draft draft = drafts.get(row.getString("patient_id"));
                    if (draft != null) {
                        draft.add(row, settings);
                    }
                },
                Timestamp.from(asOf),
                Timestamp.from(asOf.minus(settings.afterEncounter())),
                patientIds.toArray(String[]::new));
        Map<String, Set<String>> cohorts = new HashMap<>();
        drafts.forEach((id, draft) -> cohorts.put(id, draft.studies));
        Map<String, List<ConsentRule>> rules = consents.of(cohorts);
        Map<String, PatientRecord> records = new HashMap<>();
        drafts.forEach((id, draft) -> records.put(id, draft.record(id, rules.getOrDefault(id, List.of()), asOf)));
        return records;
    }

    /** What somebody belongs to. */
    CallerIdentities identities(@Nullable String fhirUser, Instant asOf) {
        Set<String> references = new HashSet<>();
        Instant[] until = new Instant[1];
        jdbc.query(
                IDENTITIES,
                row -> {
                    String reference = row.getString("reference");
                    if (reference == null) {
                        until[0] = instant(row, "until_when");
                    } else {
                        references.add(reference);
                    }
                },
                Timestamp.from(asOf),
                Timestamp.from(asOf),
                fhirUser);
        return new CallerIdentities(references, new Holding(asOf, until[0]));
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        Timestamp timestamp = row.getTimestamp(column);
        return timestamp == null ? null : timestamp.toInstant();
    }

    private static @Nullable Instant earlier(@Nullable Instant one, @Nullable Instant other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return one.isBefore(other) ? one : other;
    }

    /** What the rows have said of one patient so far. */
    private static final class Draft {

        private final Set<String> links = new HashSet<>();
        private final Set<String> caregivers = new HashSet<>();
        private final Set<String> teams = new HashSet<>();
        private final Set<String> studies = new HashSet<>();
        private final List<PatientRecord.Grant> grants = new ArrayList<>();
        private @Nullable Instant until;

        void add(ResultSet row, CareSettings settings) throws SQLException {
            String value = row.getString("value");
            Instant start = instant(row, "from_when");
            Instant end = instant(row, "until_when");
            switch (row.getString("kind")) {
                case "LINK" -> links.add(value);
                case "CARE" -> caregivers.add(value);
                case "EVER" -> {
                    // Whose care has ended is not in nobody's care.
                    caregivers.add("");
                    if (value != null) {
                        teams.add(value);
                    }
                    until = earlier(until, earlier(start, end));
                }
                case "STUDY" -> studies.add(value);
                case "TURN" -> until = earlier(until, earlier(start, end));
                case "OUTLASTS" -> until = earlier(until, end == null ? null : end.plus(settings.afterEncounter()));
                default -> {
                    int space = value.indexOf(' ');
                    if (start != null && end != null) {
                        grants.add(new PatientRecord.Grant(
                                value.substring(0, space),
                                value.substring(space + 1),
                                row.getString("fhir_user"),
                                start,
                                end));
                    }
                }
            }
        }

        PatientRecord record(String id, List<ConsentRule> rules, Instant asOf) {
            if (caregivers.size() > 1) {
                caregivers.remove("");
            }
            return new PatientRecord(id, rules, links, caregivers, teams, grants, new Holding(asOf, until));
        }
    }
}
