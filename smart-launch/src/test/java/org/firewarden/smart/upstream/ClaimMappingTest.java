package org.firewarden.smart.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.firewarden.access.PurposeOfUse;
import org.firewarden.access.Role;
import org.firewarden.access.SmartScopes;
import org.firewarden.smart.UpstreamProvider;
import org.firewarden.smart.UpstreamProvider.Rights;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What claims stand for, and which settings are none. */
class ClaimMappingTest {

    private static final String FHIR = "https://fhir.example.org/fhir";
    private static final Rights CLINICIANS =
            new Rights("clin", Set.of(Role.CLINICIAN), "user/*.rs", List.of(PurposeOfUse.TREAT, PurposeOfUse.ETREAT));
    private static final Rights AUDITORS =
            new Rights("audit", Set.of(Role.AUDITOR), "user/AuditEvent.rs", List.of(PurposeOfUse.HOPERAT));
    private static final Rights PATIENTS =
            new Rights("pat", Set.of(Role.PATIENT), "patient/*.rs", List.of(PurposeOfUse.PATRQT));

    private static UpstreamProvider provider(String rolesClaim, String issuer, Rights... rights) {
        URI at = URI.create(issuer);
        return new UpstreamProvider(
                "Clinic",
                at,
                at.resolve("/authorize"),
                at.resolve("/token"),
                at.resolve("/jwks"),
                "firewarden",
                null,
                Set.of("profile"),
                rolesClaim,
                "fhirUser",
                List.of(rights),
                Set.of("gold"),
                Set.of("mfa"),
                Duration.ofHours(12));
    }

    private static ClaimMapping mapping(String rolesClaim) {
        return new ClaimMapping(
                provider(rolesClaim, "https://id.example.org/realm", CLINICIANS, AUDITORS, PATIENTS), FHIR);
    }

    private static UpstreamRights granted(Map<String, Object> claims) {
        assertThat(mapping("roles").map(claims)).isInstanceOf(ClaimMapping.Mapped.Granted.class);
        return ((ClaimMapping.Mapped.Granted) mapping("roles").map(claims)).rights();
    }

    private static String refused(String rolesClaim, Map<String, Object> claims) {
        assertThat(mapping(rolesClaim).map(claims)).isInstanceOf(ClaimMapping.Mapped.Refused.class);
        return ((ClaimMapping.Mapped.Refused) mapping(rolesClaim).map(claims)).reason();
    }

    @Test
    void whoHasSeveralValuesHasWhatAllOfThemStandForAndOthersStandForNothing() {
        UpstreamRights rights =
                granted(Map.of("roles", List.of("audit", "admin", "clin", 7), "fhirUser", FHIR + "/Practitioner/nora"));

        assertThat(rights.roles()).containsExactlyInAnyOrder(Role.CLINICIAN, Role.AUDITOR);
        assertThat(rights.ceiling()).isEqualTo(SmartScopes.parse("user/*.rs user/AuditEvent.rs"));
        assertThat(rights.purposes()).containsExactly(PurposeOfUse.TREAT, PurposeOfUse.ETREAT, PurposeOfUse.HOPERAT);
        assertThat(rights.fhirUser()).isEqualTo("Practitioner/nora");
        assertThat(rights.patientId()).isNull();
        assertThat(granted(Map.of("roles", "clin")).fhirUser()).isNull();
    }

    @Test
    void aPatientIsWhoeverIsNamed() {
        UpstreamRights rights = granted(Map.of("roles", List.of("pat"), "fhirUser", "Patient/p-1"));

        assertThat(rights.patientId()).isEqualTo("p-1");
        assertThat(rights.fhirUser()).isEqualTo("Patient/p-1");
    }

    @Test
    void aPatientWithoutARecordCouldChooseAnyAndIsRefused() {
        assertThat(refused("roles", Map.of("roles", List.of("pat")))).isEqualTo("patient-without-record");
        for (String other : List.of("Practitioner/p", "RelatedPerson/p", "Person/p")) {
            assertThat(refused("roles", Map.of("roles", List.of("pat"), "fhirUser", other)))
                    .isEqualTo("patient-without-record");
        }
    }

    @Test
    void nobodyIsAPatientAndMore() {
        assertThat(refused("roles", Map.of("roles", List.of("pat", "clin"), "fhirUser", "Patient/p-1")))
                .isEqualTo("patient-and-more");
        assertThat(refused("roles", Map.of("roles", List.of("clin"), "fhirUser", "Patient/p-1")))
                .isEqualTo("fhir-user");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nora",
                "Device/1",
                "Practitioner/",
                "Practitioner/a/_history/1",
                "https://elsewhere.example/fhir/Practitioner/1",
                "https://fhir.example.org/fhirPractitioner/1",
                "Practitioner/1\n",
                "Practitioner/<b>"
            })
    void whatIsNoPersonHereIsRefused(String fhirUser) {
        assertThat(refused("roles", Map.of("roles", List.of("clin"), "fhirUser", fhirUser)))
                .isEqualTo("fhir-user");
        assertThat(refused("roles", Map.of("roles", List.of("clin"), "fhirUser", List.of("Practitioner/1"))))
                .isEqualTo("fhir-user");
    }

    @Test
    void withoutAValueThatIsListedNobodyComesIn() {
        for (Object roles : Arrays.asList("CLIN", "clin audit", List.of(), Map.of("clin", true), 1)) {
            assertThat(refused("roles", Map.of("roles", roles))).isEqualTo("no-role");
        }
        assertThat(refused("roles", Map.of())).isEqualTo("no-role");
        assertThat(refused("realm_access.roles", Map.of("realm_access", "clin")))
                .isEqualTo("no-role");
    }

    @ParameterizedTest
    @CsvSource({"realm_access.roles", "https://hospital.example/roles", "resource_access.fire.warden"})
    void aClaimIsFoundByItsNameOrByWhatItsDotsLeadTo(String name) {
        Map<String, Object> nested = Map.of(
                "realm_access", Map.of("roles", List.of("clin")),
                "https://hospital.example/roles", List.of("clin"),
                "resource_access", Map.of("fire", Map.of("warden", List.of("clin"))));

        assertThat(mapping(name).map(nested)).isInstanceOf(ClaimMapping.Mapped.Granted.class);
    }

    @Test
    void onlyWhatTheSettingsListIsAStrongSignIn() {
        ClaimMapping mapping = mapping("roles");

        assertThat(mapping.isStrong(Map.of("acr", "gold"))).isTrue();
        assertThat(mapping.isStrong(Map.of("amr", List.of("pwd", "mfa")))).isTrue();
        assertThat(mapping.isStrong(Map.of("acr", "mfa", "amr", List.of("gold"))))
                .isFalse();
        assertThat(mapping.isStrong(Map.of("acr", "urn:firewarden:acr:step-up")))
                .isFalse();
        assertThat(mapping.isStrong(Map.of("acr", List.of("gold")))).isFalse();
        assertThat(mapping.isStrong(Map.of())).isFalse();
    }

    @Test
    void settingsThatWouldGiveTooMuchAreRefused() {
        List<PurposeOfUse> treat = List.of(PurposeOfUse.TREAT);
        for (Role system : List.of(Role.INTERFACE_ENGINE, Role.CDS_CLIENT, Role.APP)) {
            assertRefused(() -> new Rights("x", Set.of(system), "", treat));
        }
        assertRefused(() -> new Rights("x", Set.of(Role.CLINICIAN), "system/*.rs", treat));
        assertRefused(() -> new Rights("x", Set.of(Role.CLINICIAN), "user/*.sr", treat));
        assertRefused(() -> new Rights("x", Set.of(Role.PATIENT, Role.CLINICIAN), "patient/*.rs", treat));
        assertRefused(() -> new Rights("x", Set.of(Role.PATIENT), "user/*.rs", treat));
        assertRefused(() -> new Rights("", Set.of(Role.CLINICIAN), "user/*.rs", treat));
        assertRefused(() -> new Rights("x", Set.of(), "user/*.rs", treat));
        assertRefused(() -> new Rights("x", Set.of(Role.CLINICIAN), "user/*.rs", List.of()));
        assertRefused(() -> provider("roles", "https://id.example.org"));
        assertRefused(() -> provider("roles", "http://id.example.org", CLINICIANS));
        assertThat(provider("roles", "https://id.example.org", CLINICIANS).scopes())
                .containsExactlyInAnyOrder("openid", "profile");
    }

    private static void assertRefused(ThrowingCallable settings) {
        assertThatThrownBy(settings).isInstanceOf(IllegalArgumentException.class);
    }
}
