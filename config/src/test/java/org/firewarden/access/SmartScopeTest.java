package org.firewarden.access;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SmartScopeTest {

    @ParameterizedTest
    @CsvSource({
        "patient/Observation.rs, patient/Observation.rs",
        "user/*.cruds, user/*.cruds",
        "system/Patient.r, system/Patient.r",
        "user/Patient.read, user/Patient.rs",
        "patient/*.write, patient/*.cud",
        "system/*.*, system/*.cruds"
    })
    void aScopeIsReadAndWrittenInItsV2Form(String text, String v2) {
        assertThat(SmartScope.parse(text)).map(SmartScope::toString).contains(v2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "patient/Observation.sr",
                "patient/Observation.",
                "patient/observation.rs",
                "Patient/Observation.rs",
                "patient/Observation.rs?category=laboratory",
                "user/*.rr",
                "launch/patient",
                "openid",
                "",
                "user/Patient.rs "
            })
    void whatIsNotAScopeGrantsNothing(String text) {
        assertThat(SmartScope.parse(text)).isEmpty();
    }

    @Test
    void scopesAreACeiling() {
        SmartScopes scopes = SmartScopes.parse("openid patient/Observation.rs user/Patient.r");

        assertThat(scopes.allows(Interaction.SEARCH, "Observation")).isTrue();
        assertThat(scopes.allows(Interaction.UPDATE, "Observation")).isFalse();
        assertThat(scopes.allows(Interaction.READ, "Condition")).isFalse();
        assertThat(scopes.allowsBeyondPatient(Interaction.READ, "Patient")).isTrue();
        assertThat(scopes.allowsBeyondPatient(Interaction.READ, "Observation")).isFalse();
    }

    @Test
    void whatIsGrantedIsTheMeetOfWhatIsAskedAndWhatIsAllowed() {
        SmartScopes asked = SmartScopes.parse("user/*.cruds patient/*.rs");

        assertThat(asked.meet(SmartScopes.parse("user/Patient.rs user/Observation.crs")))
                .hasToString("user/Observation.crs user/Patient.rs");
        assertThat(asked.meet(SmartScopes.NONE)).isEqualTo(SmartScopes.NONE);
    }
}
