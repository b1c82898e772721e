package org.firewarden.gate.relationship;

import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.firewarden.gate.relationship.StudyCohort.Enrollment;
import org.firewarden.gate.relationship.StudyCohort.Member;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Tables {@code firewarden.study_enrollment} and {@code cohort_member}. Writing joins the transaction in progress and touches only
 * what differs from what was there: a Group of ten thousand of which one has left changes what is known of one.
 */
final class StudyCohortTables {

    private static final String STUDY = "ResearchStudy/";

    private static final String ENROLL = "WITH said(cohort) AS MATERIALIZED (SELECT unnest(CAST(? AS text[]))),"
            + " gone AS (DELETE FROM firewarden.study_enrollment WHERE study_id = ?"
            + "  AND cohort NOT IN (SELECT cohort FROM said))"
            + " INSERT INTO firewarden.study_enrollment (study_id, cohort) SELECT ?, cohort FROM said ON CONFLICT DO NOTHING";

    private static final String SAME = " row_is.cohort = said.cohort AND row_is.patient_id = said.patient_id"
            + " AND row_is.is_excluded = said.is_excluded AND row_is.starts_at IS NOT DISTINCT FROM said.starts_at"
            + " AND row_is.ends_at IS NOT DISTINCT FROM said.ends_at";

    /** Both halves see the rows as they were, so that what stays is neither taken out nor put in. */
    private static final String MEMBERS =
            "WITH said(cohort, patient_id, is_excluded, starts_at, ends_at) AS MATERIALIZED"
                    + " (SELECT row_said.cohort, row_said.patient_id, row_said.is_excluded,"
                    + "   to_timestamp(row_said.start_ms / 1000.0), to_timestamp(row_said.end_ms / 1000.0)"
                    + "  FROM unnest(CAST(? AS text[]), CAST(? AS text[]), CAST(? AS boolean[]), CAST(? AS bigint[]),"
                    + "   CAST(? AS bigint[])) AS row_said(cohort, patient_id, is_excluded, start_ms, end_ms)),"
                    + " was AS MATERIALIZED (SELECT * FROM firewarden.cohort_member WHERE source = ?),"
                    + " gone AS (DELETE FROM firewarden.cohort_member row_is WHERE source = ?"
                    + "  AND NOT EXISTS (SELECT FROM said WHERE" + SAME + "))"
                    + " INSERT INTO firewarden.cohort_member (source, cohort, patient_id, is_excluded, starts_at, ends_at)"
                    + " SELECT ?, said.* FROM said WHERE NOT EXISTS (SELECT FROM was row_is WHERE" + SAME + ")";

    private final JdbcTemplate jdbc;

    StudyCohortTables(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** Puts what a resource says in place of what it said before. */
    void put(String source, StudyCohort cohort) {
        if (source.startsWith(STUDY)) {
            String study = source.substring(STUDY.length());
            jdbc.update(
                    ENROLL,
                    cohort.enrollments().stream().map(Enrollment::cohort).toArray(String[]::new),
                    study,
                    study);
            return;
        }
        List<Member> members = List.copyOf(cohort.members());
        jdbc.update(
                MEMBERS,
                members.stream().map(Member::cohort).toArray(String[]::new),
                members.stream().map(Member::patientId).toArray(String[]::new),
                members.stream().map(Member::isExcluded).toArray(Boolean[]::new),
                milliseconds(members, member -> member.validity().start()),
                milliseconds(members, member -> member.validity().end()),
                source,
                source,
                source);
    }

    /** Since the epoch; a number, since the day after 9999-12-31 has no ISO form that PostgreSQL reads. */
    private static @Nullable Long[] milliseconds(List<Member> members, Function<Member, @Nullable Instant> edge) {
        @Nullable Long[] milliseconds = new Long[members.size()];
        for (int i = 0; i < milliseconds.length; i++) {
            Instant instant = edge.apply(members.get(i));
            milliseconds[i] = instant == null ? null : instant.toEpochMilli();
        }
        return milliseconds;
    }
}
