package org.firewarden.ledger.accounting;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.firewarden.audit.AuditAction;
import org.firewarden.audit.AuditContext;
import org.firewarden.audit.AuditEntry;
import org.firewarden.audit.AuditOutcome;
import org.firewarden.control.Control;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The exclusions of the accounting as a truth table. */
@Control("164.528")
class DisclosureRulesTest {

    private static AuditEntry entry(
            String interaction,
            int status,
            @Nullable String subject,
            @Nullable String fhirUser,
            @Nullable String purpose,
            Set<String> roles,
            Set<String> patients,
            Map<String, String> details) {
        return new AuditEntry(
                "r",
                Instant.EPOCH,
                AuditAction.READ,
                interaction,
                AuditOutcome.ofHttpStatus(status),
                status,
                subject,
                subject,
                fhirUser,
                purpose,
                "127.0.0.1",
                patients,
                Set.of(),
                List.of(),
                null,
                null,
                details,
                new AuditContext(null, null, null, roles, Map.of(), 1, 1));
    }

    /** What this server itself showed: by interaction, purpose, roles, person and de-identification policy. */
    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "read,         TREAT,   clinician,                Practitioner/a,  -,                    TREATMENT",
                "read,         ETREAT,  clinician,                Practitioner/a,  -,                    TREATMENT",
                "search-type,  HPAYMT,  billing,                  Practitioner/a,  -,                    PAYMENT",
                "read,         HOPERAT, quality,                  Practitioner/a,  -,                    OPERATIONS",
                "create,       HOPERAT, interface-engine,         -,               -,                    OPERATIONS",
                "read,         PATRQT,  patient,                  Patient/p,       -,                    TO_INDIVIDUAL",
                "read,         PATRQT,  patient,                  RelatedPerson/x, -,                    TO_INDIVIDUAL",
                "read,         PATRQT,  app,                      -,               -,                    OTHER",
                "read,         HRESCH,  patient,                  Patient/p,       -,                    TO_INDIVIDUAL",
                "read,         HRESCH,  patient,                  Patient/q,       -,                    RESEARCH",
                "search-type,  HRESCH,  auditor,                  Practitioner/a,  -,                    OPERATIONS",
                "search-type,  HRESCH,  privacy-officer auditor,  Practitioner/a,  -,                    OPERATIONS",
                "search-type,  HRESCH,  researcher auditor,       Practitioner/a,  -,                    RESEARCH",
                "search-type,  HRESCH,  researcher,               Practitioner/a,  -,                    RESEARCH",
                "$deidentify,  HRESCH,  researcher,               Practitioner/a,  safe-harbor,          DEIDENTIFIED",
                "$de-identify, HRESCH,  researcher,               Practitioner/a,  expert-determination, DEIDENTIFIED",
                "$deidentify,  HRESCH,  researcher,               Practitioner/a,  limited-data-set,     LIMITED_DATA_SET",
                "$deidentify,  HRESCH,  researcher,               Practitioner/a,  something-else,       OTHER",
                "$deidentify,  HRESCH,  researcher,               Practitioner/a,  -,                    OTHER",
                "read,         HRESCH,  researcher,               Practitioner/a,  safe-harbor,          RESEARCH",
                "read,         -,       clinician,                Practitioner/a,  -,                    OTHER",
                "read,         MARKT,   -,                        Practitioner/a,  -,                    OTHER"
            })
    void whatTheServerShowed(
            String interaction,
            @Nullable String purpose,
            @Nullable String roles,
            @Nullable String user,
            @Nullable String policy,
            DisclosureBasis expected) {
        Set<String> codes = roles == null ? Set.of() : new HashSet<>(Arrays.asList(roles.split(" ")));
        Map<String, String> details = policy == null ? Map.of() : Map.of("policy", policy);

        assertThat(DisclosureRules.basisOf(
                        entry(interaction, 200, "somebody", user, purpose, codes, Set.of("p"), details), "p"))
                .contains(expected);
    }

    /** A disclosure that was written down says itself on what basis it was. */
    @ParameterizedTest
    @CsvSource({
        "treatment, false",
        "payment, false",
        "operations, false",
        "to-individual, false",
        "incidental, false",
        "authorization, false",
        "facility-directory, false",
        "persons-involved, false",
        "national-security, false",
        "correctional, false",
        "limited-data-set, false",
        "deidentified, false",
        "required-by-law, true",
        "public-health, true",
        "abuse, true",
        "health-oversight, true",
        "judicial, true",
        "law-enforcement, true",
        "decedents, true",
        "organ-donation, true",
        "research, true",
        "serious-threat, true",
        "government, true",
        "workers-compensation, true",
        "secretary, true",
        "impermissible, true",
        "other, true",
        "a-code-that-nobody-knows, true",
        "'', true"
    })
    void whatWasWrittenDown(String code, boolean isAccounted) {
        AuditEntry recorded = entry(
                "disclosure",
                200,
                "audrey",
                "Practitioner/audrey",
                "HOPERAT",
                Set.of("privacy-officer"),
                Set.of("p"),
                Map.of("basis", code));

        assertThat(DisclosureRules.basisOf(recorded, "p").orElseThrow().isAccounted())
                .isEqualTo(isAccounted);
    }

    @Test
    void eachBasisStandsInTheTable() throws NoSuchMethodException {
        CsvSource rows = DisclosureRulesTest.class
                .getDeclaredMethod("whatWasWrittenDown", String.class, boolean.class)
                .getAnnotation(CsvSource.class);

        assertThat(Arrays.stream(rows.value())
                        .map(row -> row.substring(0, row.indexOf(',')))
                        .collect(Collectors.toSet()))
                .containsAll(Arrays.stream(DisclosureBasis.values())
                        .map(DisclosureBasis::code)
                        .toList());
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {"404, p, somebody", "503, p, somebody", "200, q, somebody", "200, p, -"})
    void nothingWasDisclosed(int status, String patient, @Nullable String subject) {
        AuditEntry entry =
                entry("read", status, subject, null, "HRESCH", Set.of("researcher"), Set.of(patient), Map.of());

        assertThat(DisclosureRules.basisOf(entry, "p")).isEmpty();
    }

    /** What a search leaves out must be what no rule would have told. */
    @ParameterizedTest
    @CsvSource({"TREAT", "ETREAT", "HPAYMT", "HOPERAT"})
    void excludedPurposesAreNeverAccountedFor(String purpose) {
        assertThat(DisclosureRules.EXCLUDED_PURPOSES).contains(purpose).hasSize(4);
        for (String interaction : List.of("read", "search-type", "$deidentify", "cds-call")) {
            for (String role : List.of("clinician", "researcher", "app", "patient", "auditor")) {
                assertThat(DisclosureRules.basisOf(
                                        entry(
                                                interaction,
                                                200,
                                                "somebody",
                                                "Practitioner/a",
                                                purpose,
                                                Set.of(role),
                                                Set.of("p"),
                                                Map.of()),
                                        "p")
                                .orElseThrow()
                                .isAccounted())
                        .as(interaction + " " + role)
                        .isFalse();
            }
        }
    }
}
