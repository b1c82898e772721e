package org.firewarden.smart.grant;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.firewarden.access.PurposeOfUse;
import org.firewarden.access.Role;
import org.firewarden.access.SmartScopes;
import org.firewarden.smart.people.Person;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class GrantRequestTest {

    private static final Person CLINICIAN = person("user/*.rs patient/*.cruds", null);
    private static final Person PATIENT = person("patient/*.rs", "p-1");

    @Test
    void scopesAreTheMeetOfWhatWasAskedAndTheCeiling() {
        assertThat(decide(CLINICIAN, "user/Patient.cruds user/Observation.s", null, null))
                .isEqualTo(permitted("user/Patient.rs user/Observation.s", null));
    }

    @Test
    void patientScopesFallAwayWithoutAPatient() {
        assertThat(decide(CLINICIAN, "user/*.rs patient/*.rs", null, null)).isEqualTo(permitted("user/*.rs", null));
        assertThat(decide(CLINICIAN, "patient/*.rs", null, null)).isEqualTo(new Grant.Refused(Grant.Reason.SCOPE));
        assertThat(decide(CLINICIAN, "patient/*.rs", null, "p-9")).isEqualTo(permitted("patient/*.rs", "p-9"));
    }

    @Test
    void aPatientIsInTheOwnContextAndNoOther() {
        assertThat(decide(PATIENT, "patient/*.cruds", null, null)).isEqualTo(permitted("patient/*.rs", "p-1"));
        assertThat(decide(PATIENT, "patient/*.rs", null, "p-1")).isEqualTo(permitted("patient/*.rs", "p-1"));
        assertThat(decide(PATIENT, "patient/*.rs", null, "p-2")).isEqualTo(new Grant.Refused(Grant.Reason.PATIENT));
    }

    @Test
    void whatIsNotAFhirIdIsNoPatient() {
        assertThat(decide(CLINICIAN, "patient/*.rs", null, "Patient/p-9")).isInstanceOf(Grant.Refused.class);
    }

    @Test
    void aPurposeThatIsUnknownOrNotAllowedIsRefused() {
        assertThat(decide(CLINICIAN, "user/*.rs", "HRESCH", null)).isEqualTo(new Grant.Refused(Grant.Reason.PURPOSE));
        assertThat(decide(CLINICIAN, "user/*.rs", "treat", null)).isInstanceOf(Grant.Refused.class);
        assertThat(decide(CLINICIAN, "user/*.rs", "TREAT", null)).isEqualTo(permitted("user/*.rs", null));
    }

    @Test
    void whoHasNoResourceScopesGetsATokenWithoutOnlyByAskingForNone() {
        Person administrator = person("", null);

        assertThat(decide(administrator, "", null, null)).isEqualTo(permitted("", null));
        assertThat(decide(administrator, "user/*.rs", null, null)).isInstanceOf(Grant.Refused.class);
        assertThat(decide(CLINICIAN, "", null, null)).isInstanceOf(Grant.Refused.class);
    }

    private static Grant decide(Person person, String asked, @Nullable String purpose, @Nullable String patient) {
        return new GrantRequest(person, SmartScopes.parse(asked), purpose, patient).decide();
    }

    private static Grant.Permitted permitted(String scopes, @Nullable String patient) {
        return new Grant.Permitted(SmartScopes.parse(scopes), PurposeOfUse.TREAT, patient);
    }

    private static Person person(String ceiling, @Nullable String patientId) {
        return new Person(
                "somebody",
                "{noop}",
                Set.of(Role.CLINICIAN),
                null,
                SmartScopes.parse(ceiling),
                PurposeOfUse.TREAT,
                Set.of(PurposeOfUse.TREAT),
                patientId);
    }
}
