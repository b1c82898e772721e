package org.firewarden.cds.feedback;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * What clinicians did with cards, as CSV (RFC 4180) for who evaluates the services (45 CFR 170.315(b)(11)(ii)(C): the
 * intervention, the action taken, the feedback given, the user, the date and the location). Names no patient. A cell that a
 * spreadsheet would take for a formula is made a text.
 */
@Component
public final class FeedbackExport {

    private static final Pattern CODE = Pattern.compile("[a-z0-9-]{1,40}");

    private static final List<String> COLUMNS = List.of(
            "date",
            "service",
            "hook",
            "model",
            "model_version",
            "card",
            "shown_at",
            "action",
            "accepted_suggestions",
            "reason_system",
            "reason_code",
            "user",
            "ehr",
            "organisation");
    private static final Set<String> REASON = Set.of("reason_code", "reason_system");
    private static final String OTHER = "other";
    private static final Pattern SYSTEM =
            Pattern.compile("(https://firewarden\\.org/|http://terminology\\.hl7\\.org/CodeSystem/)[A-Za-z0-9./-]{1,80}"
                    + "|http://snomed\\.info/sct|http://loinc\\.org");

    /** What may describe a patient: for those alone who may see it. */
    private static final List<String> SENSITIVE = List.of("location_encounter", "comment");

    private static final String SELECT = """
            SELECT f.outcome_timestamp AS date, r.service_id AS service, r.hook, r.model_id AS model, f.model_version,
                f.card_uuid AS card, r.shown_at, f.outcome AS action,
                array_to_string(f.accepted_suggestions, ' ') AS accepted_suggestions, f.reason_system, f.reason_code,
                f.user_id AS "user", f.issuer AS ehr, r.tenant AS organisation,
                f.encounter_id AS location_encounter, f.user_comment AS comment
            FROM firewarden.cds_feedback f JOIN firewarden.recommendation r USING (card_uuid)
            WHERE f.outcome_timestamp >= ? AND f.outcome_timestamp < ?
            ORDER BY f.outcome_timestamp, f.card_uuid
            """;
    private static final int ROWS_AT_ONCE = 500;

    private final JdbcTemplate database;

    FeedbackExport(DataSource database) {
        this.database = new JdbcTemplate(database);
        this.database.setFetchSize(ROWS_AT_ONCE);
    }

    /**
     * Writes the feedback of a time; a few rows at a time, if there is a transaction around it.
     *
     * @param isSensitive whether encounters and what users wrote are written too
     */
    public void write(Writer csv, Instant from, Instant until, boolean isSensitive) {
        List<String> columns = isSensitive
                ? Stream.concat(COLUMNS.stream(), SENSITIVE.stream()).toList()
                : COLUMNS;
        try {
            csv.write(String.join(",", columns) + "\r\n");
            database.query(
                    SELECT,
                    row -> {
                        writeRow(csv, columns, row, isSensitive);
                    },
                    Timestamp.from(from),
                    Timestamp.from(until));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void writeRow(Writer csv, List<String> columns, ResultSet row, boolean isSensitive)
            throws SQLException {
        StringBuilder line = new StringBuilder();
        for (String column : columns) {
            Object value = row.getObject(column);
            String text = value instanceof Timestamp time
                    ? time.toInstant().toString()
                    : value == null ? "" : value.toString();
            boolean isHidden = !isSensitive && !text.isEmpty() && REASON.contains(column) && !isCoded(row);
            line.append(line.isEmpty() ? "" : ",").append(cell(isHidden ? OTHER : text));
        }
        try {
            csv.write(line + "\r\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What an EHR calls a code may be whatever a user typed: a code is one of a system that is known. */
    private static boolean isCoded(ResultSet row) throws SQLException {
        String system = row.getString("reason_system");
        String code = row.getString("reason_code");
        return code != null
                && (system == null || SYSTEM.matcher(system).matches())
                && CODE.matcher(code).matches();
    }

    /** A cell as a text, in quotes where it must be. */
    static String cell(String text) {
        String plain = !text.isEmpty() && "=+-@\t\r".indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
        boolean needsQuotes = plain.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return needsQuotes ? '"' + plain.replace("\"", "\"\"") + '"' : plain;
    }
}
