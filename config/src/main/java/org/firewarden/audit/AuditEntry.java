package org.firewarden.audit;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One event of the audit trail, in the terms of FHIR AuditEvent and IHE BALP.
 *
 * @param correlationId the request's {@code X-Request-Id}
 * @param recorded when it was recorded
 * @param action what was done
 * @param interaction the FHIR interaction ({@code read}, {@code search-type} ...), operation ({@code $deidentify}) or code of
 *     an {@link AuditKind}; {@code http} where the request did not get that far
 * @param outcome how it went
 * @param httpStatus the status that was answered
 * @param subject who, or null if nobody was authenticated
 * @param clientId with which application, or null
 * @param fhirUser the person as a FHIR reference, or null
 * @param purpose the purpose of use code, or null
 * @param networkAddress from where
 * @param patientIds the logical ids of the patients whose data was shown or changed
 * @param withheldPatientIds the logical ids of the patients whose data was asked for and not shown
 * @param entities relative references of the resources or things concerned
 * @param denialReason the code of the reason for a refusal, or null
 * @param decidedBy the policy rule or the Consent that decided, or null
 * @param details further facts as codes, counts and ids; never a patient value
 * @param context what else is known of the request
 */
public record AuditEntry(
        String correlationId,
        Instant recorded,
        AuditAction action,
        String interaction,
        AuditOutcome outcome,
        int httpStatus,
        @Nullable String subject,
        @Nullable String clientId,
        @Nullable String fhirUser,
        @Nullable String purpose,
        String networkAddress,
        Set<String> patientIds,
        Set<String> withheldPatientIds,
        List<String> entities,
        @Nullable String denialReason,
        @Nullable String decidedBy,
        Map<String, String> details,
        AuditContext context) {

    /** An event of which nothing else is known. */
    public AuditEntry(
            String correlationId,
            Instant recorded,
            AuditAction action,
            String interaction,
            AuditOutcome outcome,
            int httpStatus,
            @Nullable String subject,
            @Nullable String clientId,
            @Nullable String fhirUser,
            @Nullable String purpose,
            String networkAddress,
            Set<String> patientIds,
            Set<String> withheldPatientIds,
            List<String> entities,
            @Nullable String denialReason,
            @Nullable String decidedBy,
            Map<String, String> details) {
        this(
                correlationId,
                recorded,
                action,
                interaction,
                outcome,
                httpStatus,
                subject,
                clientId,
                fhirUser,
                purpose,
                networkAddress,
                patientIds,
                withheldPatientIds,
                entities,
                denialReason,
                decidedBy,
                details,
                AuditContext.NONE);
    }

    /** An event of the server itself, which nobody asked for and which concerns no patient. */
    public static AuditEntry ofServer(Instant recorded, AuditKind kind, Map<String, String> details) {
        return ofServer(recorded, kind.action(), kind.code(), details);
    }

    /** An event of the server itself, which nobody asked for and which concerns no patient. */
    public static AuditEntry ofServer(
            Instant recorded, AuditAction action, String interaction, Map<String, String> details) {
        return new AuditEntry(
                UUID.randomUUID().toString(),
                recorded,
                action,
                interaction,
                AuditOutcome.SUCCESS,
                200,
                null,
                null,
                null,
                null,
                "localhost",
                Set.of(),
                Set.of(),
                List.of(),
                null,
                null,
                details);
    }

    /** Copies the collections. */
    public AuditEntry {
        patientIds = Set.copyOf(patientIds);
        withheldPatientIds = Set.copyOf(withheldPatientIds);
        entities = List.copyOf(entities);
        details = Map.copyOf(details);
    }

    /** The same event with one more detail. */
    public AuditEntry withDetail(String name, String value) {
        Map<String, String> more = new HashMap<>(details);
        more.put(name, value);
        return new AuditEntry(
                correlationId,
                recorded,
                action,
                interaction,
                outcome,
                httpStatus,
                subject,
                clientId,
                fhirUser,
                purpose,
                networkAddress,
                patientIds,
                withheldPatientIds,
                entities,
                denialReason,
                decidedBy,
                more,
                context);
    }

    /** The same event, of which this is known of the request. */
    public AuditEntry withContext(AuditContext known) {
        return DraftEntries.with(this, known);
    }

    /** True if the event is of this kind. */
    public boolean is(AuditKind kind) {
        return interaction.equals(kind.code());
    }
}
